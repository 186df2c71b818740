import { hintFile } from '../format/file-names.ts';
import { type Hint, type HintBinding, openHint } from '../format/hint.ts';
import type { FileSystem } from '../fs/file-system.ts';
import type { BulkLoad } from '../index/bulk-load.ts';
import { tombstone } from '../index/entry-chunk.ts';
import { blankFacts } from '../index/key-index.ts';
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

/** Hands over what a hint says, as a replay of its segment would have. */
export async function replayHint(load: BulkLoad, segment: number, hint: Hint, slicer: Slicer): Promise<void> {
  const facts = blankFacts(segment);
  let keyAt = 0;
  for (let i = 0; i < hint.count; i++) {
    if (load.isFull) await load.flush(slicer);
    const keyLength = hint.keyLengths[i] as number;
    facts.type = hint.types[i] as number;
    if (facts.type === tombstone) load.remove(hint.keys, keyAt, keyLength);
    else {
      facts.offset = hint.offsets[i] as number;
      facts.headLength = hint.headLengths[i] as number;
      facts.valueLength = hint.valueLengths[i] as number;
      facts.seq = hint.seqs[i] as number;
      facts.expireAt = hint.deadlines[i] as number;
      load.put(hint.keys, keyAt, keyLength, facts);
    }
    keyAt += keyLength;
    if (slicer.due()) await slicer.yield();
  }
}
