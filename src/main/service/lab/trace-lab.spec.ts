import { describe, expect, it } from 'vitest';
import type { CrashFate, TraceView } from '../../../shared/contract/lab.ts';
import { MemoryFileSystem } from '../../engine/fs/memory-file-system.ts';
import { open } from '../../engine/open.ts';
import { walscopeFormat } from '../../formats/walscope/walscope-format.ts';
import { LabRecoveries } from './lab-recoveries.ts';
import { TraceLab } from './trace-lab.ts';

const lab = () => new TraceLab(new LabRecoveries());
const first = { workload: 'first-look', seed: 1 } as const;

/** The crash point right after the write of a step, before anything else happened. */
function afterWriteOf(view: TraceView, step: number): number {
  return view.entries.findIndex(({ kind, steps }) => kind === 'write' && steps.includes(step)) + 1;
}

const words = ['asked', 'answered', 'refused', 'fsync', 'fsync-directory', 'failed-fsync'];

/** Every change that was pending kept, but the last one. */
function fatesWith(view: TraceView, at: number, last: CrashFate): CrashFate[] {
  const pending = view.entries
    .slice(0, at)
    .filter(({ kind, provenBy }) => !words.includes(kind) && (provenBy === null || provenBy >= at));
  return pending.map((_, index): CrashFate => (index < pending.length - 1 ? 'kept' : last));
}

describe('a trace', () => {
  it('tells of each change which fsync proves it and which step it was made for', async () => {
    const view = await lab().run({ ...first, engine: 'walscope', fsync: 'everysec' });
    const writes = view.entries.filter(({ kind, steps }) => kind === 'write' && steps.length === 1);
    expect(writes.map(({ steps }) => steps[0])).toEqual(expect.arrayContaining([0, 1, 3]));
    const [name, city, balance] = [0, 1, 3].map((step) => view.entries[afterWriteOf(view, step) - 1]);
    expect(name?.provenBy).not.toBeNull();
    expect(city?.provenBy).toBe(name?.provenBy);
    expect(balance?.provenBy ?? Number.POSITIVE_INFINITY).toBeGreaterThan(name?.provenBy ?? 0);
    expect(view.steps.map(({ title }) => title)).toEqual([
      'SET name',
      'SET city',
      'sync',
      'SET balance',
      'close and open again',
    ]);
  });

  it('is the same for the same seed', async () => {
    const run = async () =>
      (await lab().run({ engine: 'walscope', workload: 'snapshot', fsync: 'always', seed: 3 })).entries;
    expect(await run()).toEqual(await run());
  });
});

describe('what was last written to a directory', () => {
  it('is a workload, and nothing is asked of a directory that nothing was written to', async () => {
    const disk = new MemoryFileSystem();
    const store = await open('/mine', { fileSystem: disk, create: true });
    await store.close();
    const read = () => walscopeFormat.read('/mine', { fileSystem: disk });
    const choice = { engine: 'guide', fsync: 'always' } as const;
    await expect(lab().runLog(await read(), choice)).rejects.toThrow(/Nothing was ever written/);
    const again = await open('/mine', { fileSystem: disk });
    await again.set('mine', 'a value');
    await again.close();
    const view = await lab().runLog(await read(), choice);
    expect(view).toMatchObject({ engine: 'guide', workload: 'recorded' });
    expect(view.steps[0]).toMatchObject({ title: 'SET mine', keys: ['mine'] });
  });
});

describe('a crash between write and fsync', () => {
  it('loses an answered write that nothing proved, and keeps it where the disk did', async () => {
    const traces = lab();
    const view = await traces.run({ ...first, engine: 'walscope', fsync: 'everysec' });
    const answered = view.steps[3]?.answeredAt ?? -1;
    const at = answered + 1;
    const worst = await traces.crash(view.trace, { at, kind: 'power', fates: [] });
    expect(worst).toMatchObject({ answered: 3, gone: 1, goneSteps: [3], violated: false });
    expect(worst.keys).toContainEqual({ key: 'balance', expected: '100', found: null, same: false });
    expect(worst.recovery?.stopStep).toBeNull();
    const kept = await traces.crash(view.trace, { at, kind: 'power', fates: fatesWith(view, at, 'kept') });
    expect(kept).toMatchObject({ gone: 0, violated: false });
    const killed = await traces.crash(view.trace, { at, kind: 'kill', fates: [] });
    expect(killed.gone).toBe(0);
  });

  it('torn within the write, stops recovery there and says so', async () => {
    const traces = lab();
    const view = await traces.run({ ...first, engine: 'walscope', fsync: 'everysec' });
    const at = afterWriteOf(view, 3);
    const torn = await traces.crash(view.trace, {
      at,
      kind: 'power',
      fates: fatesWith(view, at, { firstBytes: 9 }),
    });
    expect(torn).toMatchObject({
      violated: false,
      gone: 0,
      engineSays: { kind: 'opened', reportsLoss: true },
    });
    expect(torn.steps[3]).toBe('unanswered');
    expect(torn.recovery?.stopStep).not.toBeNull();
  });

  it('breaks the promise of an engine that never syncs its log, and the evidence names answer, call and bytes', async () => {
    const traces = lab();
    const view = await traces.run({ ...first, engine: 'guide-no-fsync', fsync: 'always' });
    const at = (view.steps[1]?.answeredAt ?? -1) + 1;
    const outcome = await traces.crash(view.trace, { at, kind: 'power', fates: [] });
    const broken = outcome.rules.find(({ name }) => name === 'durability');
    expect(outcome.violated).toBe(true);
    expect(broken).toMatchObject({ verdict: 'violated' });
    expect(new Set(broken?.evidence.map(({ kind }) => kind))).toEqual(
      new Set(['acknowledgement', 'call', 'bytes', 'engine']),
    );
  });
});

describe('what is at stake', () => {
  it('is what the engine itself would miss at each point if the disk kept only what was proven', async () => {
    const traces = lab();
    const view = await traces.run({ ...first, engine: 'walscope', fsync: 'everysec' });
    const stakes = await traces.atStake(view.trace);
    expect(stakes).toHaveLength(view.entries.length + 1);
    const at = (step: number) => stakes[(view.steps[step]?.answeredAt ?? -1) + 1];
    expect([at(0), at(1), at(2), at(3), at(4)]).toEqual([1, 2, 0, 1, 0]);
  });

  it('is nothing under always, whatever the workload', async () => {
    const traces = lab();
    const view = await traces.run({ engine: 'walscope', workload: 'overwrites', fsync: 'always', seed: 1 });
    expect(Math.max(...(await traces.atStake(view.trace)))).toBe(0);
  });
});

describe('a replay file', () => {
  it('opens again as the crash that was saved', async () => {
    const traces = lab();
    const view = await traces.run({ ...first, engine: 'guide-no-fsync', fsync: 'always' });
    const at = afterWriteOf(view, 3);
    const fates = fatesWith(view, at, 'lost');
    const before = await traces.crash(view.trace, { at, kind: 'power', fates });
    const { text, name } = await traces.saveReplay(view.trace, { at, kind: 'power', fates });
    expect(name).toMatch(/^guide-no-fsync-first-look-\d+\.walscope-replay$/);
    const again = lab();
    const opened = again.openReplay(text);
    expect(opened.entries).toEqual(
      view.entries
        .slice(0, at)
        .map((entry) => expect.objectContaining({ name: entry.name, kind: entry.kind })),
    );
    const after = await again.crash(opened.trace, {
      at: opened.recorded?.at ?? -1,
      kind: 'recorded',
      fates: opened.recorded?.fates ?? [],
    });
    expect({ ...after, recovery: null }).toEqual({ ...before, recovery: null });
  });

  it('is refused by what is wrong with it', () => {
    expect(() => lab().openReplay('{}')).toThrow(/no crash replay/);
  });
});

describe('a crash inside recovery', () => {
  it('is a crash like any other, and the recovery after it loses nothing that was proven', async () => {
    const traces = lab();
    const view = await traces.run({ ...first, engine: 'walscope', fsync: 'everysec' });
    const at = (view.steps[3]?.answeredAt ?? -1) + 1;
    const choice = { at, kind: 'power', fates: fatesWith(view, at, { firstBytes: 9 }) } as const;
    const inside = await traces.insideRecovery(view.trace, choice);
    expect(inside.inside?.outer).toBe(view.trace);
    expect(inside.entries.some(({ kind, name }) => kind === 'create' && name.endsWith('.wlog'))).toBe(true);
    const stakes = await traces.atStake(inside.trace);
    expect(stakes).toHaveLength(inside.entries.length + 1);
    for (let entry = 0; entry <= inside.entries.length; entry++) {
      const again = await traces.crash(inside.trace, { at: entry, kind: 'power', fates: [] });
      expect(again).toMatchObject({ violated: false, goneSteps: [3] });
    }
    const deeper = await traces.insideRecovery(inside.trace, { at: 1, kind: 'power', fates: [] });
    expect(deeper.inside?.what).toMatch(/recovery crashed after entry 1/);
    expect(traces.view(view.trace).entries).toEqual(view.entries);
  });

  it('is kept in the replay', async () => {
    const traces = lab();
    const view = await traces.run({ ...first, engine: 'walscope', fsync: 'everysec' });
    const at = (view.steps[3]?.answeredAt ?? -1) + 1;
    const inside = await traces.insideRecovery(view.trace, { at, kind: 'power', fates: [] });
    const { text } = await traces.saveReplay(inside.trace, { at: 2, kind: 'power', fates: [] });
    expect(lab().openReplay(text).recorded?.what).toMatch(/recovery crashed after entry 2/);
  });
});

it('refuses a trace that newer ones have pushed out, and a crash beyond the end', async () => {
  const traces = lab();
  await expect(traces.crash('nowhere', { at: 0, kind: 'power', fates: [] })).rejects.toThrow(
    /no longer kept/,
  );
  const view = await traces.run({ ...first, engine: 'walscope', fsync: 'no' });
  const crash = traces.crash(view.trace, { at: view.entries.length + 1, kind: 'power', fates: [] });
  await expect(crash).rejects.toThrow(/entries/);
});
