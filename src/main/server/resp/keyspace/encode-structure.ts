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
export function encodeStructure(value: Structure, nowMs: number): Uint8Array | JoinedBlocks {
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
): JoinedBlocks {
  const notes = blocks.map((block) => {
    block.note ??= noteOf(block, write);
    return block.note;
  });
  return new JoinedBlocks(opening, notes, closing);
}

/** Encoded blocks of a structure, which are put side by side when its bytes are wanted. */
export class JoinedBlocks {
  /** Bytes. */
  readonly length: number;
  readonly #opening: string;
  readonly #notes: readonly Uint8Array[];
  readonly #closing: string;

  /** What stands before and behind the blocks is ASCII. */
  constructor(opening: string, notes: readonly Uint8Array[], closing: string) {
    this.#opening = opening;
    this.#notes = notes;
    this.#closing = closing;
    let length = opening.length + closing.length + notes.length - 1;
    for (const note of notes) length += note.length;
    this.length = length;
  }

  /** Writes all of it to the beginning of a buffer, which has the room. */
  writeTo(bytes: Buffer): void {
    let at = bytes.write(this.#opening, 0, 'latin1');
    for (const [index, note] of this.#notes.entries()) {
      if (index > 0) bytes[at++] = comma;
      bytes.set(note, at);
      at += note.length;
    }
    bytes.write(this.#closing, at, 'latin1');
  }
}

const comma = 0x2c;

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
