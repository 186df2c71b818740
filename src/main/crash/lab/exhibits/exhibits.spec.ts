import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../../shared/bytes.ts';
import { CrashChecker } from '../crash-checker.ts';
import { crashState } from '../crash-state.ts';
import { DiskAt } from '../disk-at.ts';
import { storyModels } from '../stories/models/models.ts';
import type { Change } from '../subject.ts';
import { trace } from '../trace.ts';
import { workloadOf } from '../workloads.ts';
import { exhibits } from './exhibits.ts';
import { decodeCommands, encodeCommands } from './redis-aof/commands.ts';

/** These do not even survive being closed and opened again: that is what they show. */
const forgetful = ['dict', 'guide-write-path', 'wal-applied-flags'];

const sound = [...exhibits, ...storyModels].filter(({ name }) => !forgetful.includes(name));

describe.each(sound.map((subject) => [subject.name, subject] as const))('%s', (_, subject) => {
  it.each(subject.workloads)('loses nothing when nothing happens (%s)', async (name) => {
    const calm = await trace(subject, workloadOf(name, 1), 'always');
    expect(calm.journal.filter(({ kind }) => kind === 'refused')).toEqual([]);
    const at = calm.journal.length;
    const kept = DiskAt.after(calm.journal, at).pending.map(() => 'kept' as const);
    const judgement = await new CrashChecker(subject, calm).check(crashState('process-kill', at, kept));
    expect(judgement?.violations).toEqual([]);
  });
});

describe('the commands of an append-only file', () => {
  const changes: Change[] = [
    { op: 'set', key: 'a\r\nb', value: 'é' },
    { op: 'set', key: '', value: '', expireAt: 1_700_000_000_000 },
    { op: 'delete', key: 'a' },
  ];

  it('are read as they were written, as a transaction or one by one', () => {
    for (const whole of [true, false]) {
      const file = encodeCommands(changes, { whole });
      expect(decodeCommands(file)).toEqual({ changes, end: file.length, stopped: 'at the end' });
    }
  });

  it('end where a command or a transaction does, however much of the next is there', () => {
    const first = encodeCommands(changes.slice(0, 1), { whole: false });
    for (const whole of [true, false]) {
      const file = Buffer.concat([first, encodeCommands(changes.slice(1, 2), { whole })]);
      for (let length = first.length + 1; length < file.length; length++) {
        const { changes: found, end, stopped } = decodeCommands(file.subarray(0, length));
        expect({ found, end, stopped }).toEqual({
          found: changes.slice(0, 1),
          end: first.length,
          stopped: 'truncated',
        });
      }
    }
  });

  it.each(['\0\0\0', '*1\r\n$3\r\nNEW\r\n', '*x\r\n', '$3\r\nSET\r\n', '*99\r\n'])(
    'are not what %j is',
    (text) => {
      expect(decodeCommands(utf8(text)).stopped).toBe('wrong');
    },
  );
});
