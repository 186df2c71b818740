import { plural } from '../../shared/words.ts';
import type { MaintenanceOptions, MaintenanceResult, Store } from '../engine/api.ts';
import type { ExitCode, Invocation } from './command.ts';
import { openForWriting } from './directory.ts';
import { writeJson } from './output.ts';
import { Progress } from './progress.ts';

/** Snapshot and compaction differ in one call. */
export async function maintain(
  invocation: Invocation,
  directory: string,
  what: string,
  work: (store: Store, options: MaintenanceOptions) => Promise<MaintenanceResult>,
): Promise<ExitCode> {
  const { io, common } = invocation;
  const store = await openForWriting(invocation, directory, { create: false });
  const progress = new Progress(io, what);
  try {
    const result = await work(store, { signal: io.signal, onProgress: progress.update });
    progress.end();
    const { bytesBefore, bytesAfter, keys, ms } = result;
    if (common.json) await writeJson(io, { bytesBefore, bytesAfter, keys, ms });
    else {
      const bytes = `${bytesBefore.toLocaleString('en')} → ${bytesAfter.toLocaleString('en')} bytes`;
      await io.write(`${bytes} · ${plural(keys, 'key')} · ${Math.round(ms)} ms\n`);
    }
  } finally {
    progress.end();
    await store.close();
  }
  return 0;
}
