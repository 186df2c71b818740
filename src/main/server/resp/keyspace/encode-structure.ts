import { type Block, blockLength } from '../../../formats/redis/block.ts';
import { JsonBytes } from '../../../formats/redis/json-bytes.ts';
import {
  streamMember,
  valueContent,
  writeElement,
  writeEntry,
  writeField,
  writeRanked,
} from '../../../formats/redis/value-json.ts';
import type { Structure } from './value.ts';

/** As the server prints scores. */
const style = 'shortest';

/**
 * A structure as the store holds it. Of a large one each block keeps what it comes to: a commit encodes anew what has
 * changed since the last one, and copies the rest. `nowMs`: the time that deadlines of fields go by.
 */
export function encodeStructure(value: Structure, nowMs: number): Uint8Array {
  switch (value.type) {
    case 'list':
      if (value.items.length <= blockLength) break;
      return joined(value.items.blocks, ['{"value":[', ']}'], writeElement);
    case 'set':
      if (value.members.size <= blockLength) break;
      return joined(value.members.ordered.blocks, ['{"value":[', ']}'], writeElement);
    case 'zset':
      if (value.scores.size <= blockLength) break;
      return joined(value.scores.ranked.blocks, ['{"value":[', ']}'], (json, ranked) =>
        writeRanked(json, ranked, style),
      );
    case 'hash': {
      const { fields } = value;
      // Deadlines pass without a change.
      if (fields.size <= blockLength || fields.expiring > 0) break;
      return joined(fields.names.blocks, ['{"value":{', '}}'], (json, name) =>
        writeField(json, name, fields.get(name)?.value as string),
      );
    }
    case 'stream':
      if (value.stream.entries.length <= blockLength) break;
      return joined(
        value.stream.entries.blocks,
        ['{"value":[', `]${streamMember(value.stream)}}`],
        writeEntry,
      );
  }
  return valueContent(value, { scores: style, nowMs });
}

type Write<T> = (json: JsonBytes, element: T) => void;

function joined<T>(
  blocks: readonly Block<T>[],
  [opening, closing]: readonly [string, string],
  write: Write<T>,
): Uint8Array {
  let length = opening.length + closing.length + blocks.length - 1;
  for (const block of blocks) {
    block.note ??= noteOf(block, write);
    length += block.note.length;
  }
  const bytes = Buffer.allocUnsafe(length);
  let at = bytes.write(opening, 0, 'latin1');
  for (const [index, { note }] of blocks.entries()) {
    if (index > 0) bytes[at++] = comma;
    bytes.set(note as Uint8Array, at);
    at += (note as Uint8Array).length;
  }
  bytes.write(closing, at, 'latin1');
  return bytes;
}

const comma = 0x2c;

/** The elements of a block with commas between. */
function noteOf<T>({ elements }: Block<T>, write: Write<T>): Uint8Array {
  const json = new JsonBytes();
  json.list(elements, (element) => write(json, element));
  // As many bytes as there are: what they were put together in is larger.
  return Uint8Array.from(json.finish());
}
