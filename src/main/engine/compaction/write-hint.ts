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
  const { columns } = newest;
  let keyBytes = 0;
  for (let id = 0; id < newest.capacity; id++) if (columns.holdsKey(id)) keyBytes += columns.keyLength(id);
  const { hint, file } = allocateHint(newest.count, keyBytes);
  let i = 0;
  let keyAt = 0;
  for (let id = 0; id < newest.capacity; id++) {
    if (!columns.holdsKey(id)) continue;
    const keyStart = columns.keyStart(id);
    const keyLength = columns.keyLength(id);
    hint.offsets[i] = columns.offset(id);
    hint.seqs[i] = columns.seq(id);
    hint.deadlines[i] = columns.expireAt(id);
    hint.valueLengths[i] = columns.valueLength(id);
    hint.keyLengths[i] = keyLength;
    hint.headLengths[i] = columns.headLength(id);
    hint.types[i] = columns.type(id);
    hint.keys.set(columns.keyBytes(id).subarray(keyStart, keyStart + keyLength), keyAt);
    keyAt += keyLength;
    i++;
    if (slicer.due()) await slicer.yield();
  }
  await writeHintFile(fileSystem, directory, file, newest.count, binding, slicer);
}

/** The same for a hint whose columns are filled. */
export async function writeHintFile(
  fileSystem: FileSystem,
  directory: string,
  file: Uint8Array,
  count: number,
  binding: HintBinding,
  slicer: Slicer,
): Promise<void> {
  sealHint(file, count, binding);
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
