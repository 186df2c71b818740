import { type Block, blockLength } from '../../../formats/redis/block.ts';
import { orderedFields } from '../../../formats/redis/commands/fields.ts';
import { orderedMembers } from '../../../formats/redis/commands/members.ts';
import type { Structure } from '../../../formats/redis/commands/value.ts';
import { JsonBytes } from '../../../formats/redis/json-bytes.ts';
import type { Stream } from '../../../formats/redis/value.ts';
import {
  streamMember,
  valueContent,
  writeElement,
  writeEntry,
  writeField,
  writePending,
  writeRanked,
} from '../../../formats/redis/value-json.ts';
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
      // Deadlines pass without a change.
      if (fields.size <= blockLength || fields.expiring > 0) break;
      return joined(
        fields.names.blocks,
        ['{"value":{', '}}'],
        (json, name) => writeField(json, name, fields.get(name)?.value as string),
        before,
      );
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

type Write<T> = (json: JsonBytes, element: T) => void;

function joined<T>(
  blocks: readonly Block<T>[],
  [opening, closing]: readonly [string, string],
  write: Write<T>,
  before: JoinedBlocks | null,
): JoinedBlocks {
  return new JoinedBlocks([opening, notesOf(blocks, write), closing], before);
}

function notesOf<T>(blocks: readonly Block<T>[], write: Write<T>): Uint8Array[] {
  return blocks.map((block) => {
    block.note ??= noteOf(block, write);
    return block.note;
  });
}

function isLarge({ entries, groups }: Stream): boolean {
  return (
    entries.length > blockLength || [...groups.values()].some(({ pending }) => pending.size > blockLength)
  );
}

const maxScratchBytes = 1024 * 1024;
/** For one block after the other; a large one leaves it to be collected. */
let scratch = new JsonBytes();

/** The elements of a block with commas between. */
function noteOf<T>({ elements }: Block<T>, write: Write<T>): Uint8Array {
  const json = scratch.restart();
  const bytes = json.list(elements, (element) => write(json, element)).finish();
  if (bytes.length > maxScratchBytes) scratch = new JsonBytes();
  return new Uint8Array(bytes);
}
