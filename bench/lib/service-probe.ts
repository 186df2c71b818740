import { setTimeout as wait } from 'node:timers/promises';
import { dispatch } from '../../src/main/service/dispatch.ts';
import { createService } from '../../src/main/service/service.ts';
import type { CallName, Params, Result } from '../../src/shared/contract/index.ts';
import type { ViewProgress } from '../../src/shared/contract/keys.ts';

/**
 * Opens a directory as a window does and searches its keys: `node service-probe.mjs DIR DATA TEXT`. Prints one line of
 * JSON: ms until the first rows can be drawn, until all has been read and until all stands in order; the keys; ms and
 * hits of the search; ms until the directory, opened once more, is no longer read once that has been asked for.
 */

const [directory = '', dataDirectory = '', text = ''] = process.argv.slice(2);
const lookEveryMs = 5;
const sort = { column: 'key', descending: false } as const;

const views = new Map<string, ViewProgress>();
const service = createService({
  kind: 'web',
  version: '0.0.0',
  electron: null,
  dataDirectory,
  openAtStart: [],
  emit: (name, payload) => {
    if (name === 'keys.progress') views.set((payload as ViewProgress).view, payload as ViewProgress);
  },
});
const call = <N extends CallName>(name: N, params: Params<N>) =>
  dispatch(service.handlers, name, params) as Promise<Result<N>>;
const statusOf = async (source: string) => (await call('source.info', { source })).status;
const started = performance.now();
const msSince = (from: number) => performance.now() - from;

async function full(view: string): Promise<ViewProgress> {
  for (let progress = views.get(view); ; progress = views.get(view)) {
    if (progress?.exact) return progress;
    await wait(lookEveryMs);
  }
}

async function rowsOf(source: string, view: string): Promise<number> {
  return (await call('keys.page', { source, view, first: 0, count: 50 })).total;
}

const { id: source } = await call('source.open', { path: directory });
const { view } = await call('keys.openView', { source, query: { filter: null, under: null, sort } });
while ((await rowsOf(source, view)) === 0) await wait(lookEveryMs);
const firstRowsMs = msSince(started);
while (!(await statusOf(source)).exact) await wait(lookEveryMs);
const wholeMs = msSince(started);
const { keys } = await statusOf(source);
while ((await full(view)).total < keys) await wait(lookEveryMs);
const orderedMs = msSince(started);

const searched = performance.now();
const filter = { mode: 'substring', text } as const;
const found = await call('keys.openView', { source, query: { filter, under: null, sort } });
const { total: hits } = await full(found.view);
const searchMs = msSince(searched);

await call('source.close', { source });
const again = await call('source.open', { path: directory });
if ((await statusOf(again.id)).reading === null) throw new Error('it was read before it could be stopped');
const stopped = performance.now();
await call('source.stopReading', { source: again.id });
while ((await statusOf(again.id)).reading !== null) await wait(1);
const stopMs = msSince(stopped);
console.log(JSON.stringify({ firstRowsMs, wholeMs, orderedMs, keys, searchMs, hits, stopMs }));
await service.close();
