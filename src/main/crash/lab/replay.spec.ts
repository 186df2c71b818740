import { describe, expect, it } from 'vitest';
import { subjectOf } from '../../service/crash/subjects.ts';
import { walscopeSubject } from '../../service/crash/walscope-subject.ts';
import { type CrashState, crashState } from './crash-state.ts';
import { decodeReplay, encodeReplay, playReplay, replayOf } from './replay.ts';
import { shrink } from './shrink.ts';
import { trace } from './trace.ts';
import { workloadOf } from './workloads.ts';

const state = (at: number, fates: CrashState['fates']): CrashState => crashState('power-loss', at, fates);

describe('a replay', () => {
  it.each(['walscope', 'guide', 'json-rename'])(
    'of %s is the same after a way through a file',
    async (engine) => {
      const run = await trace(subjectOf(engine), workloadOf('overwrites', 3), 'always');
      const replay = replayOf(
        engine,
        run,
        state(run.journal.length, [{ firstBytes: 3 }, 'size-only']),
        'prefix',
      );
      expect(decodeReplay(encodeReplay(replay))).toEqual(replay);
    },
  );

  it('of a crash in a recovery is the same after a way through a file, and is played', async () => {
    const run = await trace(walscopeSubject, workloadOf('roll', 3), 'always');
    const again = [
      { at: 2, fates: ['kept'] },
      { at: 1, fates: [] },
    ] as const;
    const crash = crashState('crash-in-recovery', 40, ['kept'], { again, clockMs: 5 });
    const replay = decodeReplay(encodeReplay(replayOf('walscope', run, crash, 'prefix')));
    expect(replay.state).toMatchObject({ again, clockMs: 5 });
    expect((await playReplay(replay, walscopeSubject)).violations).toEqual([]);
  });

  it('of a sound crash is played without a violation', async () => {
    const run = await trace(walscopeSubject, workloadOf('batches', 3), 'always');
    for (let at = 0; at <= run.journal.length; at += 7) {
      const replay = decodeReplay(encodeReplay(replayOf('walscope', run, state(at, []), 'durability')));
      const { checks, violations } = await playReplay(replay, walscopeSubject);
      expect(violations).toEqual([]);
      expect(checks).toBeGreaterThan(5);
    }
  });

  it.each([
    ['{', /it is not JSON/],
    ['{}', /This is no crash replay: format/],
    ['[1]', /This is no crash replay/],
  ])('%s is refused in a sentence', (text, message) => {
    expect(() => decodeReplay(text)).toThrow(message);
  });
});

describe('a replay whose parts do not fit', () => {
  it('is refused before it is played', async () => {
    const run = await trace(walscopeSubject, workloadOf('puts', 3), 'always');
    const sound = replayOf('walscope', run, state(run.journal.length, []), 'prefix');
    const refused = (change: (replay: typeof sound) => void): void => {
      const replay = structuredClone(sound);
      change(replay);
      expect(() => decodeReplay(encodeReplay(replay))).toThrow(/^This is no crash replay/);
    };
    refused((replay) => {
      replay.state.at += 1;
    });
    refused((replay) => {
      replay.workload.steps = [];
    });
    refused((replay) => {
      replay.journal.push({ kind: 'truncate', file: 1, length: 2 ** 40 });
    });
  });
});

describe('shrinking', () => {
  it('leaves the operations that matter and takes the others away', async () => {
    const needed = [1, 4];
    const all = Array.from({ length: 7 }, () => 'kept' as const);
    const smallest = await shrink(state(9, all), async ({ fates }) =>
      needed.every((index) => fates[index] === 'kept'),
    );
    expect(smallest.fates).toEqual(['lost', 'kept', 'lost', 'lost', 'kept']);
  });

  it('lets a recovery to its end that need not have crashed', async () => {
    const twice = crashState('crash-in-recovery', 9, ['kept'], {
      again: [
        { at: 3, fates: ['kept'] },
        { at: 2, fates: [] },
      ],
    });
    const once = await shrink(twice, async ({ again }) => again.length >= 1);
    expect(once.again).toEqual([{ at: 3, fates: ['kept'] }]);
  });

  it('takes nothing from a disk that a kill left whole', async () => {
    const killed: CrashState = { ...state(9, ['kept', 'kept']), fault: 'process-kill' };
    expect(await shrink(killed, async () => true)).toBe(killed);
  });
});
