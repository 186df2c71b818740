import { hasHint } from '../compaction/read-hint.ts';
import { runHint } from '../compaction/run-job.ts';
import type { FileSystem } from '../fs/file-system.ts';
import { checkpointedSegments } from '../recovery/read-checkpoint.ts';
import { hintFromBytes } from '../recovery/recover.ts';
import type { StoreState } from './store-state.ts';

/** Writes a hint of each sealed segment that is worth one and has none, as long as it `goesOn`. */
export async function writeMissingHints(
  fileSystem: FileSystem,
  { directory, index, segments }: StoreState,
  storeId: Uint8Array,
  { signal, goesOn }: { signal: AbortSignal; goesOn: () => boolean },
): Promise<void> {
  if (index.inMemory === null) return;
  const { seed } = index.inMemory;
  const { ordered } = segments;
  const large = ordered.filter(({ closed, end }) => closed?.sealed && end >= hintFromBytes);
  if (large.length === 0) return;
  const known = await checkpointedSegments(fileSystem, directory, storeId, ordered);
  const worthIt = large.filter(({ number }) => !known.has(number));
  for (const { number, closed } of worthIt) {
    if (!goesOn()) return;
    if (closed === null || (await hasHint(fileSystem, directory, number))) continue;
    const segment = { number, offset: closed.offset, chain: closed.chain };
    await runHint(fileSystem, { directory, segment, storeId, seed }, signal);
  }
}
