import { beforeEach, describe, expect, it, vi } from 'vitest';
import { utf8 } from '../../shared/bytes.ts';
import type { Change } from '../../shared/contract/edits.ts';

const call = vi.hoisted(() => vi.fn());
vi.mock('./host.ts', () => ({ client: { call, on: () => () => undefined } }));

const { canUndo, dropAll, forgetEdits, redo, saveStaged, stage, stagedOf, undo, unstage } = await import(
  './staged.ts'
);

const source = 'shop';
const name = utf8('name');
const base = { type: 'string' as const, seq: 7, expireAt: 9000, valueLength: 3, value: utf8('Ada') };
const set = (value: string, step: string | null = null) =>
  stage(
    source,
    [{ key: name, op: 'set', type: 'string', value: utf8(value), expireAt: base.expireAt, base }],
    step,
  );
const values = () =>
  stagedOf(source).changes.map((change) => change.value && new TextDecoder().decode(change.value));

beforeEach(() => {
  forgetEdits(source);
  call.mockReset();
});

describe('staged edits', () => {
  it('hold one change of a key, against the key as it stands', () => {
    set('Grace');
    set('Edsger');
    expect(values()).toEqual(['Edsger']);
    expect(stagedOf(source).changes[0]?.base).toEqual(base);
  });

  it('drop a change that leaves the key as it is', () => {
    set('Grace');
    set('Ada');
    expect(values()).toEqual([]);
    stage(source, [{ key: name, op: 'delete', type: 'string', value: null, expireAt: null, base: null }]);
    expect(values()).toEqual([]);
  });

  it('keep a change of the deadline alone', () => {
    stage(source, [{ key: name, op: 'set', type: 'string', value: base.value, expireAt: null, base }]);
    expect(stagedOf(source).changes).toHaveLength(1);
  });

  it('undo and redo step by step, typing in one value being one step', () => {
    set('G', 'value name');
    set('Gr', 'value name');
    stage(source, [
      { key: utf8('other'), op: 'set', type: 'string', value: utf8('x'), expireAt: null, base: null },
    ]);
    undo(source);
    expect(values()).toEqual(['Gr']);
    undo(source);
    expect(values()).toEqual([]);
    redo(source);
    redo(source);
    expect(values()).toEqual(['Gr', 'x']);
  });

  it('come back after they were dropped', () => {
    set('Grace');
    dropAll(source);
    expect(values()).toEqual([]);
    undo(source);
    expect(values()).toEqual(['Grace']);
    unstage(source, new Set([stagedOf(source).changes[0]?.id ?? '']));
    expect(values()).toEqual([]);
  });

  it('refuse more than one batch can hold, and say so', () => {
    const tooLarge = new Uint8Array(16 * 1024 * 1024);
    stage(source, [{ key: name, op: 'set', type: 'string', value: tooLarge, expireAt: null, base }]);
    expect(values()).toEqual([]);
    expect(String(stagedOf(source).error)).toContain('at most');
  });

  it('are saved as one batch that names the versions they were staged on', async () => {
    set('Grace');
    stage(source, [
      { key: utf8('new'), op: 'set', type: 'string', value: utf8('x'), expireAt: null, base: null },
    ]);
    call.mockResolvedValue({ firstSeq: 8, lastSeq: 9, durable: true });
    expect(await saveStaged(source)).toBe(true);
    const [, { changes }] = call.mock.calls[0] as [string, { changes: Change[] }];
    expect(changes.map((change) => [change.op, change.ifSeq])).toEqual([
      ['set', 7],
      ['set', null],
    ]);
    expect(values()).toEqual([]);
    expect(stagedOf(source).saved).toContain('2 changes saved');
  });

  it('stay when saving is refused', async () => {
    set('Grace');
    call.mockRejectedValue(new Error('name has changed since it was staged'));
    expect(await saveStaged(source)).toBe(false);
    expect(values()).toEqual(['Grace']);
    expect(stagedOf(source).saving).toBe(false);
    expect(String(stagedOf(source).error)).toContain('changed since');
  });

  it('can be taken back after the save, as new changes on top of it', async () => {
    set('Grace');
    stage(source, [
      { key: utf8('new'), op: 'set', type: 'string', value: utf8('x'), expireAt: null, base: null },
    ]);
    call.mockResolvedValue({ firstSeq: 8, lastSeq: 9, durable: true });
    await saveStaged(source);
    expect(canUndo(stagedOf(source))).toBe(true);
    undo(source);
    const [restored, removed] = stagedOf(source).changes;
    expect(restored).toMatchObject({
      op: 'set',
      value: base.value,
      expireAt: base.expireAt,
      base: { seq: 8 },
    });
    expect(removed).toMatchObject({ op: 'delete', base: { seq: 9 } });
  });

  it('read the old value of a deleted key before it is gone', async () => {
    stage(source, [
      {
        key: name,
        op: 'delete',
        type: 'string',
        value: null,
        expireAt: null,
        base: { ...base, value: null },
      },
    ]);
    call.mockImplementation(async (called: string) =>
      called === 'keys.value' ? { bytes: utf8('Ada') } : { firstSeq: 8, lastSeq: 8, durable: false },
    );
    await saveStaged(source);
    undo(source);
    expect(stagedOf(source).changes[0]).toMatchObject({
      op: 'set',
      value: utf8('Ada'),
      expireAt: 9000,
      base: null,
    });
  });
});
