import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import { beginSegment } from '../commit/begin-segment.ts';
import { Durability } from '../commit/durability.ts';
import { DurableMarkFile } from '../commit/durable-mark-file.ts';
import { prove } from '../commit/failures.ts';
import { LogWriter, type LogWriterParts } from '../commit/log-writer.ts';
import { ManifestFile } from '../commit/manifest-file.ts';
import { isStoreFile, lockFile } from '../format/file-names.ts';
import type { FileSystem } from '../fs/file-system.ts';
import { SegmentSet } from '../segments/segment-set.ts';
import type { WriterOptions, Writing } from './begin-writing.ts';

const storeIdBytes = 16;

/**
 * Makes a new store in a directory that holds none. The manifest comes last: until it has its name, what a crash
 * leaves is a store that was never finished and is begun again.
 */
export async function createStore(
  fileSystem: FileSystem,
  directory: string,
  options: WriterOptions,
  storeId: Uint8Array = randomBytes(storeIdBytes),
): Promise<{ writing: Writing; segments: SegmentSet; storeId: Uint8Array }> {
  await removeUnfinished(fileSystem, directory);
  const createdMs = Math.max(options.now(), 0);
  const segments = new SegmentSet([]);
  const mark = await DurableMarkFile.open(fileSystem, directory, storeId, null);
  try {
    mark.write(0, 0, 0, createdMs);
    await mark.sync();
    const manifest = new ManifestFile(fileSystem, directory, {
      storeId,
      generation: 0,
      createdMs,
      nextNumber: 1,
      segments: [],
    });
    const durability = new Durability(0);
    const parts: LogWriterParts = {
      fileSystem,
      directory,
      storeId,
      segments,
      manifest,
      mark,
      durability,
      ...options,
    };
    const position = await beginSegment(parts, {
      number: manifest.takeNumber(),
      previous: { number: 0, offset: 0, chain: 0 },
      firstSeq: 1,
      damageAccepted: false,
      patches: false,
    });
    segments.append(position.segment);
    await prove('the parent directory', () => fileSystem.syncDirectory(dirname(directory)));
    return {
      writing: { writer: new LogWriter(parts, position, 1), manifest, mark, durability },
      segments,
      storeId,
    };
  } catch (error) {
    await mark.close().catch(() => undefined);
    throw error;
  }
}

async function removeUnfinished(fileSystem: FileSystem, directory: string): Promise<void> {
  for (const name of await fileSystem.list(directory)) {
    if (name !== lockFile && isStoreFile(name)) await fileSystem.unlink(`${directory}/${name}`);
  }
}
