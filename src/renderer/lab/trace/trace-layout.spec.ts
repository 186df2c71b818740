import { describe, expect, it } from 'vitest';
import type { TraceEntry, TraceView } from '../../../shared/contract/lab.ts';
import { callsOf, gapAt, gapsOf, pendingAt } from './trace-calls.ts';
import { barTop, callWidth, crashPointAt, crashX, layTrace } from './trace-layout.ts';

const entry = (kind: TraceEntry['kind'], more: Partial<TraceEntry> = {}): TraceEntry => ({
  kind,
  node: 2,
  target: 2,
  replaces: null,
  name: 'data.log',
  detail: '',
  position: 0,
  bytes: kind === 'write' ? 10 : 0,
  provenBy: null,
  steps: [],
  promises: false,
  ...more,
});

/** A log is created, written, synced; its name gets to the disk with the directory; another write stays behind. */
const view: TraceView = {
  trace: 't',
  engine: 'e',
  engineTitle: 'E',
  workload: 'w',
  fsync: 'always',
  readyAt: 1,
  recorded: null,
  inside: null,
  steps: [
    { title: 'SET a', keys: ['a'], askedAt: 1, answeredAt: 4, refused: false },
    { title: 'SET b', keys: ['b'], askedAt: 6, answeredAt: 8, refused: false },
  ],
  entries: [
    entry('create', { node: 1, provenBy: 5 }),
    entry('asked', { node: -1, target: -1, steps: [0] }),
    entry('write', { provenBy: 3, steps: [0] }),
    entry('fsync'),
    entry('answered', { node: -1, target: -1, steps: [0], promises: true }),
    entry('fsync-directory', { node: 1, target: 1 }),
    entry('asked', { node: -1, target: -1, steps: [1] }),
    entry('write', { steps: [1] }),
    entry('answered', { node: -1, target: -1, steps: [1] }),
  ],
};

describe('the calls of a trace', () => {
  it('are what is no word, and the gaps lie between them', () => {
    expect(callsOf(view)).toEqual([0, 2, 3, 5, 7]);
    expect(gapsOf(view)).toEqual([0, 2, 3, 5, 7, 9]);
    expect([0, 1, 2, 3, 4, 9].map((at) => gapAt(callsOf(view), at))).toEqual([0, 1, 1, 2, 3, 5]);
  });

  it('leave pending what no fsync had proven by then', () => {
    expect(pendingAt(view, 3)).toEqual([0, 2]);
    expect(pendingAt(view, 4)).toEqual([0]);
    expect(pendingAt(view, 6)).toEqual([]);
    expect(pendingAt(view, 9)).toEqual([7]);
  });
});

describe('the layout', () => {
  const layout = layTrace(view);
  const bars = (layer: string) => layout.bars.filter((bar) => bar.layer === layer);

  it('lets bytes lie in memory until they are written, in the cache until they are synced', () => {
    expect(bars('mem').map(({ label }) => label)).toEqual(['W1', 'W2']);
    const write = bars('cache').find(({ entry: at }) => at === 2);
    expect(write).toMatchObject({ label: 'W1', x: 1.5 * callWidth, width: callWidth });
    const behind = bars('cache').find(({ entry: at }) => at === 7);
    expect((behind?.x ?? 0) + (behind?.width ?? 0)).toBe(layout.width);
  });

  it('draws bytes on the disk without a name until their directory is synced', () => {
    expect(bars('disk').map(({ nameless, x }) => ({ nameless, x }))).toEqual([
      { nameless: true, x: 2.5 * callWidth },
      { nameless: false, x: 3.5 * callWidth },
    ]);
  });

  it('leaves a file without a name when its creation never gets to the disk', () => {
    const entries = view.entries.map((each, at) => (at === 0 ? { ...each, provenBy: null } : each));
    const disk = layTrace({ ...view, entries }).bars.filter(({ layer }) => layer === 'disk');
    expect(disk.map(({ nameless }) => nameless)).toEqual([true]);
  });

  it('takes a file that was there before for named', () => {
    const disk = layTrace({ ...view, entries: view.entries.slice(1) }).bars.filter(
      ({ layer }) => layer === 'disk',
    );
    expect(disk.every(({ nameless }) => !nameless)).toBe(true);
  });

  it('never draws two bars of a layer over each other', () => {
    for (const one of layout.bars) {
      for (const other of layout.bars) {
        if (one.id >= other.id || one.layer !== other.layer || one.row !== other.row) continue;
        expect(one.x + one.width <= other.x || other.x + other.width <= one.x).toBe(true);
      }
    }
  });

  it('gives callers that write at once a row each', () => {
    const steps = view.steps.map((step) => ({ ...step, askedAt: 1, answeredAt: 8 }));
    const mem = layTrace({ ...view, steps }).bars.filter(({ layer }) => layer === 'mem');
    expect(mem.map(({ row }) => row).sort()).toEqual([0, 1]);
  });

  it('tells answers between the same two calls together', () => {
    const entries = view.entries.flatMap((each, at) => (at === 8 ? [each, { ...each, steps: [0] }] : [each]));
    expect(layTrace({ ...view, entries }).acks.map(({ steps }) => steps)).toEqual([[0], [1, 0]]);
  });

  it('keeps each layer below the one before it', () => {
    const { mem, cache, disk } = layout.lanes;
    expect([cache.top, disk.top]).toEqual([mem.top + mem.height, cache.top + cache.height]);
    for (const bar of layout.bars) {
      const lane = layout.lanes[bar.layer];
      const top = barTop(layout, bar);
      expect(top >= lane.top && top <= lane.top + lane.height).toBe(true);
    }
  });

  it('finds the crash point of a click again where it draws it', () => {
    for (const at of gapsOf(view)) {
      expect(crashPointAt(layout, crashX(layout, at, 'call'), view.entries.length)).toBe(at);
    }
  });
});
