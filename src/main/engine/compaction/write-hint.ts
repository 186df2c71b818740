import { hintFile, temporarySuffix } from '../format/file-names.ts';
import { allocateHint, type HintBinding, sealHint } from '../format/hint.ts';
import type { FileSystem } from '../fs/file-system.ts';
import type { KeyIndex } from '../index/key-index.ts';
import type { Slicer } from '../scan/slicer.ts';

/** Written in pieces of this size, so that none of them holds up the thread. */
const pieceBytes = 4 * 1024 * 1024;

/**
 * Writes the hint of a segment beside it and gives it its name at once: it is bound to the segment by length and
 * chain, so it counts for nothing until that segment does. Not synced: a damaged hint is not used.
 */
export async function writeHint(
  fileSystem: FileSystem,
  directory: string,
  newest: KeyIndex,
  binding: HintBinding,
  slicer: Slicer,
): Promise<void> {
  const ids = newest.ids();
  let keyBytes = 0;
  for (const id of ids) keyBytes += newest.keyLength(id);
  const { hint, file } = allocateHint(ids.length, keyBytes);
  let keyAt = 0;
  for (const [i, id] of ids.entries()) {
    const key = newest.key(id);
    hint.offsets[i] = newest.offset(id);
    hint.seqs[i] = newest.seq(id);
    hint.deadlines[i] = newest.expireAt(id);
    hint.valueLengths[i] = newest.valueLength(id);
    hint.keyLengths[i] = key.length;
    hint.headLengths[i] = newest.recordLength(id) - key.length - newest.valueLength(id);
    hint.types[i] = newest.type(id);
    hint.keys.set(key, keyAt);
    keyAt += key.length;
    if (slicer.due()) await slicer.yield();
  }
  sealHint(file, ids.length, binding);
  await writeFile(fileSystem, `${directory}/${hintFile(binding.segment)}`, file, slicer);
}

async function writeFile(
  fileSystem: FileSystem,
  path: string,
  file: Uint8Array,
  slicer: Slicer,
): Promise<void> {
  const temporary = `${path}${temporarySuffix}`;
  if ((await fileSystem.stat(temporary)) !== null) await fileSystem.unlink(temporary);
  const handle = await fileSystem.open(temporary, 'create');
  try {
    for (let at = 0; at < file.length; at += pieceBytes) {
      await handle.write(file.subarray(at, at + pieceBytes), at);
      if (slicer.dueNow()) await slicer.yield();
    }
  } finally {
    await handle.close();
  }
  await fileSystem.rename(temporary, path);
}
