import { hintFile } from '../format/file-names.ts';
import { type Hint, type HintBinding, hintTombstone, openHint } from '../format/hint.ts';
import type { FileSystem } from '../fs/file-system.ts';
import type { KeyIndex } from '../index/key-index.ts';
import type { Slicer } from '../scan/slicer.ts';

/** Larger hints than this are not read: the segment is. */
const maxHintBytes = 2 ** 31 - 1;

/** The hint of a segment; null when there is none, or none that speaks of exactly these bytes. */
export async function readHint(
  fileSystem: FileSystem,
  directory: string,
  binding: HintBinding,
): Promise<Hint | null> {
  const path = `${directory}/${hintFile(binding.segment)}`;
  const stat = await fileSystem.stat(path);
  if (stat === null || stat.size > maxHintBytes) return null;
  const handle = await fileSystem.open(path, 'read');
  try {
    const file = new Uint8Array(stat.size);
    await handle.read(file, 0);
    return openHint(file, binding);
  } finally {
    await handle.close();
  }
}

/** Puts what a hint says into the index, as a replay of its segment would have. */
export async function replayHint(
  index: KeyIndex,
  segment: number,
  hint: Hint,
  slicer: Slicer,
): Promise<void> {
  let keyAt = 0;
  for (let i = 0; i < hint.count; i++) {
    const keyEnd = keyAt + (hint.keyLengths[i] as number);
    const type = hint.types[i] as number;
    if (type === hintTombstone) {
      const id = index.find(hint.keys, keyAt, keyEnd);
      if (id >= 0) index.remove(id);
    } else {
      const valueLength = hint.valueLengths[i] as number;
      const length = (hint.headLengths[i] as number) + keyEnd - keyAt + valueLength;
      const offset = hint.offsets[i] as number;
      const seq = hint.seqs[i] as number;
      const deadline = hint.deadlines[i] as number;
      index.put(hint.keys, keyAt, keyEnd, segment, offset, length, valueLength, seq, deadline, type);
    }
    keyAt = keyEnd;
    if (slicer.due()) await slicer.yield();
  }
}
