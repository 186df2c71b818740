import { describe, expect, it, vi } from 'vitest';
import type { CrashSession } from '../../shared/contract/crash.ts';
import type { Client } from '../../shared/contract/index.ts';
import type { Job } from '../../shared/contract/jobs.ts';

const ended = vi.hoisted(() => ({ job: null as unknown }));
vi.mock('../stores/jobs.ts', () => ({ jobEnded: async () => ended.job as Job }));
const { CrashModel, maxFaults, sameFault } = await import('./crash-model.ts');

const session = (name: string): CrashSession => ({
  session: name,
  source: 's',
  path: `/tmp/${name}`,
  what: 'power off',
  steps: 3,
  stopStep: 2,
  verdict: {
    code: 'torn-tail',
    sentence: 'Torn tail.',
    damage: 'torn-tail',
    damaged: [],
    recordsRead: 1,
    recordsSalvageable: 0,
    recordsLost: 0,
  },
  counts: { kept: 1, lostAcknowledged: 0, lostUnpromised: 1, recordsReplayed: 1, bytesBehindStop: 9 },
  recoveryMs: 1,
});

function modelOver(answers: Record<string, unknown>) {
  const calls: [string, unknown][] = [];
  const client = {
    call: async (name: string, params: unknown) => {
      calls.push([name, params]);
      const answer = answers[name];
      if (answer instanceof Error) throw answer;
      return answer;
    },
    on: () => () => undefined,
  } as unknown as Client;
  return { model: new CrashModel(client, 's', 'everysec'), calls };
}

describe('pulling the plug', () => {
  it('needs a place for a power loss, and faults for damage', () => {
    const { model } = modelOver({});
    expect(model.ready).toBe(false);
    model.set({ point: { file: 'data.log', offset: 7 } });
    expect(model.ready).toBe(true);
    model.set({ way: 'damage' });
    expect(model.ready).toBe(false);
    model.addFault({ kind: 'delete', file: 'data.log' });
    expect(model.ready).toBe(true);
    model.set({ way: 'kill', pulling: true });
    expect(model.ready).toBe(false);
  });

  it('is not done by a kill where no writer can be killed', async () => {
    const why = 'There is no writer.';
    const { model } = modelOver({ 'crash.files': [], 'crash.sessions': [], 'crash.killRefusal': why });
    model.set({ way: 'kill' });
    await model.load();
    expect(model.state).toMatchObject({ way: 'power', killRefusal: why });
    model.set({ way: 'kill' });
    expect(model.ready).toBe(false);
  });

  it('asks for exactly what was set up, and makes the result the session to watch', async () => {
    const { model, calls } = modelOver({ 'crash.powerLoss': session('one') });
    model.set({ point: { file: 'data.log', offset: 7 }, unsynced: 'zeroed', policy: 'no' });
    await model.pull();
    expect(calls).toEqual([
      [
        'crash.powerLoss',
        { source: 's', point: { file: 'data.log', offset: 7 }, unsynced: 'zeroed', policy: 'no' },
      ],
    ]);
    expect(model.currentSession?.session).toBe('one');
    expect(model.state.pulling).toBe(false);
  });

  it('waits for a killed writer and finds its session', async () => {
    ended.job = { state: 'done', error: null, result: { kind: 'kill', session: 'two' } };
    const { model } = modelOver({
      'crash.processKill': { job: 'j' },
      'crash.sessions': [session('one'), session('two')],
    });
    model.set({ way: 'kill' });
    expect((await model.pull())?.session).toBe('two');
  });

  it('says nothing of a kill that was cancelled, and why one failed', async () => {
    ended.job = { state: 'cancelled', error: null, result: null };
    const { model } = modelOver({ 'crash.processKill': { job: 'j' } });
    model.set({ way: 'kill' });
    expect(await model.pull()).toBeNull();
    expect(model.state.error).toBeNull();
    ended.job = { state: 'failed', error: { code: 'NO_SPACE', message: 'The disk is full.' }, result: null };
    expect(await model.pull()).toBeNull();
    expect(model.state.error).toMatchObject({ message: 'The disk is full.' });
  });

  it('keeps the error and stays usable', async () => {
    const { model } = modelOver({ 'crash.damage': new Error('disk full') });
    model.set({ way: 'damage' });
    model.addFault({ kind: 'delete', file: 'data.log' });
    expect(await model.pull()).toBeNull();
    expect(model.state.error).toMatchObject({ message: 'disk full' });
    expect(model.ready).toBe(true);
  });

  it('shows the newest left when the shown one is discarded', async () => {
    const { model } = modelOver({
      'crash.files': [],
      'crash.killRefusal': null,
      'crash.sessions': [session('one'), session('two')],
      'crash.discard': null,
    });
    await model.load();
    expect(model.state.current).toBe('two');
    await model.discard('two');
    expect(model.state.current).toBe('one');
    await model.discard('one');
    expect(model.currentSession).toBeNull();
  });
});

describe('faults', () => {
  const flip = { kind: 'flip', file: 'a', offset: 3, bit: 2 } as const;

  it('are taken back when a bit is flipped twice', () => {
    const { model } = modelOver({});
    model.toggleFlip(flip);
    expect(model.state.faults).toEqual([flip]);
    model.toggleFlip({ ...flip });
    expect(model.state.faults).toEqual([]);
  });

  it('are counted once and at most sixty-four', () => {
    const { model } = modelOver({});
    for (let offset = 0; offset < 80; offset++) model.addFault({ ...flip, offset });
    expect(model.state.faults).toHaveLength(maxFaults);
    expect(sameFault(flip, { ...flip, bit: 1 })).toBe(false);
    expect(sameFault({ kind: 'delete', file: 'a' }, { kind: 'delete', file: 'a' })).toBe(true);
  });
});
