import { describe, expect, it } from 'vitest';
import type { Client, Params } from '../../shared/contract/index.ts';
import type { TimelineSummary } from '../../shared/contract/timeline.ts';
import { none, type RecordRow, recordRows } from '../../shared/rows.ts';
import { TimelineModel } from './timeline-model.ts';
import { nextDamaged, placeInList, stepFrame, stepRecord } from './timeline-walk.ts';

const empty = new Uint8Array(0);
const summaryOf = (records: number, generation = 1): TimelineSummary => ({
  source: 's',
  records,
  frames: records / 4,
  files: [],
  durableRecords: records,
  counts: { live: records, superseded: 0, deleted: 0, expired: 0, damaged: 0, torn: 0 },
  exact: true,
  readBytes: 0,
  totalBytes: 0,
  generation,
});

/** Records in frames of four; every tenth is damaged, the others are live. */
function row(index: number): RecordRow {
  return {
    index,
    seq: index + 1,
    state: index % 10 === 9 ? 4 : 0,
    op: 0,
    type: 0,
    key: empty,
    keyLength: 0,
    valueLength: 0,
    expireAt: none,
    file: 'a',
    offset: index * 10,
    length: 10,
    frame: Math.floor(index / 4),
    timeMs: none,
    durable: 1,
    value: empty,
    verb: '',
    words: '',
  };
}

function clientOf(records: number): Client {
  const all = Array.from({ length: records }, (_, index) => row(index));
  const answer = (name: string, params: unknown): unknown => {
    if (name === 'timeline.open') return summaryOf(records);
    if (name === 'timeline.records') {
      const { first, count, states } = params as Params<'timeline.records'>;
      const wanted = states
        ? all.filter((one) => states.includes(one.state === 4 ? 'damaged' : 'live'))
        : all;
      return { bytes: recordRows.encode(wanted.slice(first, first + count)), first, total: wanted.length };
    }
    const { at } = params as { at: { from: number } };
    return all.find((one) => one.index >= at.from && one.state === 4)?.index ?? null;
  };
  return {
    call: async (name: string, params: unknown) => answer(name, params),
    on: () => () => undefined,
  } as unknown as Client;
}

async function opened(records: number) {
  const client = clientOf(records);
  const model = new TimelineModel(client, 's');
  await model.open();
  return { client, model };
}

describe('TimelineModel', () => {
  it('shows the newest records and follows what is written', async () => {
    const { model } = await opened(1_000);
    expect(model.state.window).toEqual({ first: 904, last: 1_000 });
    model.receive(summaryOf(1_010, 2));
    expect(model.state.window).toEqual({ first: 914, last: 1_010 });
  });

  it('stops following when a person looks elsewhere, and goes on when asked', async () => {
    const { model } = await opened(1_000);
    model.pan(-100);
    model.receive(summaryOf(1_010, 2));
    expect(model.state.window).toEqual({ first: 804, last: 900 });
    model.setFollow(true);
    expect(model.state.window.last).toBe(1_010);
  });

  it('takes no older summary for the newest', async () => {
    const { model } = await opened(1_000);
    model.receive(summaryOf(1_010, 5));
    model.receive(summaryOf(1_005, 4));
    expect(model.total).toBe(1_010);
  });

  it('shows one state alone at first, then each beside it, and never none', async () => {
    const { model } = await opened(10);
    model.toggleState('damaged');
    expect([...model.state.shown]).toEqual(['damaged']);
    model.toggleState('live');
    expect([...model.state.shown]).toEqual(['damaged', 'live']);
    model.toggleState('live');
    model.toggleState('damaged');
    expect(model.state.shown.size).toBe(6);
  });
});

describe('walking', () => {
  it('goes by record from the newest one, and stops at both ends', async () => {
    const { model } = await opened(20);
    stepRecord(model, -1);
    expect(model.state.selected).toBe(19);
    stepRecord(model, 1);
    expect(model.state.selected).toBe(19);
    stepRecord(model, -1);
    expect(model.state.selected).toBe(18);
  });

  it('goes by frame to first records', async () => {
    const { model } = await opened(20);
    model.select(9);
    await stepFrame(model, 1);
    expect(model.state.selected).toBe(12);
    await stepFrame(model, -1);
    expect(model.state.selected).toBe(8);
    await stepFrame(model, -1);
    expect(model.state.selected).toBe(4);
  });

  it('goes from damaged to damaged, round the end', async () => {
    const { client, model } = await opened(20);
    await nextDamaged(client, model);
    expect(model.state.selected).toBe(9);
    await nextDamaged(client, model);
    expect(model.state.selected).toBe(19);
    await nextDamaged(client, model);
    expect(model.state.selected).toBe(9);
  });

  it('finds a record in a list that shows some states only', async () => {
    const { model } = await opened(1_000);
    expect(await placeInList(model, 500)).toBe(500);
    model.toggleState('damaged');
    expect(await placeInList(model, 499)).toBe(49);
    expect(await placeInList(model, 500)).toBeNull();
  });
});
