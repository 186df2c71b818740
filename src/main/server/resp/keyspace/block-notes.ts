import type { Block } from '../../../formats/redis/block.ts';
import { JsonBytes } from '../../../formats/redis/json-bytes.ts';

export type Write<T> = (json: JsonBytes, element: T) => void;

const maxScratchBytes = 1024 * 1024;
/** For one block after the other; a large one leaves it to be collected. */
let scratch = new JsonBytes();

/** What each block comes to: those that have changed are encoded anew. */
export function notesOf<T>(blocks: readonly Block<T>[], write: Write<T>): Uint8Array[] {
  return blocks.map((block) => {
    block.note ??= noteOf(block.elements, write);
    return block.note;
  });
}

/** Elements with commas between. */
export function noteOf<T>(elements: readonly T[], write: Write<T>): Uint8Array {
  const json = scratch.restart();
  const bytes = json.list(elements, (element) => write(json, element)).finish();
  if (bytes.length > maxScratchBytes) scratch = new JsonBytes();
  return new Uint8Array(bytes);
}
