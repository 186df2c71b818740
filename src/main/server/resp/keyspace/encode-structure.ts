import { type Block, blockLength } from '../../../formats/redis/block.ts';
import { orderedFields } from '../../../formats/redis/commands/fields.ts';
import { orderedMembers } from '../../../formats/redis/commands/members.ts';
import type { Structure } from '../../../formats/redis/commands/value.ts';
import type { Stream } from '../../../formats/redis/value.ts';
import {
  streamMember,
  valueContent,
  writeElement,
  writeEntry,
  writePending,
  writeRanked,
} from '../../../formats/redis/value-json.ts';
import { notesOf, type Write } from './block-notes.ts';
import { hashParts } from './encode-fields.ts';
import { JoinedBlocks } from './joined-blocks.ts';

/** As the server prints scores. */
const style = 'shortest';

/**
 * A structure as the store holds it. Of a large one each block keeps what it comes to: a commit encodes anew what has
 * changed since the last one, and copies the rest. `nowMs`: the time that deadlines of fields go by; `before`: the version
 * that the store was given last.
 */
export function encodeStructure(
  value: Structure,
  nowMs: number,
  before: JoinedBlocks | null = null,
): Uint8Array | JoinedBlocks {
  switch (value.type) {
    case 'list':
      if (value.items.length <= blockLength) break;
      return joined(value.items.blocks, ['{"value":[', ']}'], writeElement, before);
    case 'set':
      if (value.members.size <= blockLength) break;
      return joined(orderedMembers(value.members).ordered.blocks, ['{"value":[', ']}'], writeElement, before);
    case 'zset':
      if (value.scores.size <= blockLength) break;
      return joined(
        value.scores.ranked.blocks,
        ['{"value":[', ']}'],
        (json, ranked) => writeRanked(json, ranked, style),
        before,
      );
    case 'hash': {
      const fields = orderedFields(value.fields);
      if (fields.size <= blockLength) break;
      return new JoinedBlocks(hashParts(fields, nowMs), before);
    }
    case 'stream': {
      const { stream } = value;
      if (!isLarge(stream)) break;
      const parts = [
        '{"value":[',
        notesOf(stream.entries.blocks, writeEntry),
        ']',
        ...streamMember(stream).map((part) =>
          typeof part === 'string' ? part : notesOf(part.ordered.blocks, writePending),
        ),
        '}',
      ];
      return new JoinedBlocks(parts, before);
    }
  }
  return valueContent(value, { scores: style, nowMs });
}

function joined<T>(
  blocks: readonly Block<T>[],
  [opening, closing]: readonly [string, string],
  write: Write<T>,
  before: JoinedBlocks | null,
): JoinedBlocks {
  return new JoinedBlocks([opening, notesOf(blocks, write), closing], before);
}

function isLarge({ entries, groups }: Stream): boolean {
  return (
    entries.length > blockLength || [...groups.values()].some(({ pending }) => pending.size > blockLength)
  );
}
