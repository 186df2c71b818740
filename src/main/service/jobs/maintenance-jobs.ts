import type { FileSystem } from '../../engine/fs/file-system.ts';
import { maintenanceFace } from '../sources/faces.ts';
import { takeCensus } from '../sources/log-keys.ts';
import type { Source } from '../sources/source.ts';
import type { JobRegistry } from './job-registry.ts';

/** Everything into one compacted segment. */
export function startSnapshot(jobs: JobRegistry, source: Source): string {
  const face = maintenanceFace(source);
  return jobs.start({
    source: source.id,
    title: `Snapshot of ${source.info().name}`,
    unit: 'bytes',
    run: async ({ signal, progress }) => ({
      kind: 'snapshot',
      ...(await face.snapshot({ signal, onProgress: progress })),
    }),
  });
}

/** Merges the segments that hold garbage. */
export function startCompact(jobs: JobRegistry, source: Source): string {
  const face = maintenanceFace(source);
  return jobs.start({
    source: source.id,
    title: `Compacting ${source.info().name}`,
    unit: 'bytes',
    run: async ({ signal, progress }) => ({
      kind: 'compact',
      ...(await face.compact({ signal, onProgress: progress })),
    }),
  });
}

/** Reads every byte of the directory again: what is in memory proves nothing about the disk. */
export function startVerify(jobs: JobRegistry, source: Source, fileSystem: FileSystem): string {
  return jobs.start({
    source: source.id,
    title: `Verifying ${source.info().name}`,
    unit: 'bytes',
    run: async ({ signal, progress }) => {
      const started = performance.now();
      const log = await source.reader.read(source.path, {
        fileSystem,
        signal,
        thorough: true,
        decodeValues: true,
        onProgress: progress,
      });
      const census = await takeCensus(log.table, { signal });
      return {
        kind: 'verify',
        damage: log.damage,
        keys: census.ids.length,
        records: log.table.count,
        damaged: [...log.verdict.damaged],
        sentence: log.verdict.sentence,
        ms: performance.now() - started,
      };
    },
  });
}
