import { describe, expect, it } from 'vitest';
import type { Job } from '../../../../shared/contract/jobs.ts';
import type { SurvivalMatrix } from '../../../../shared/contract/survival.ts';
import { decodeReplay, playReplay } from '../../../crash/lab/replay.ts';
import { subjectOf } from '../../crash/subjects.ts';
import { JobRegistry } from '../../jobs/job-registry.ts';
import { SurvivalRuns } from './survival-runs.ts';

const setup = { engine: 'walscope', without: [], workload: 'first-look', seed: 1 };

async function workedOut() {
  const told: SurvivalMatrix[] = [];
  let ended: (job: Job) => void = () => undefined;
  const end = new Promise<Job>((resolve) => {
    ended = resolve;
  });
  const jobs = new JobRegistry((job) => job.state !== 'running' && ended(job));
  const survivals = new SurvivalRuns(jobs, (matrix) => told.push(matrix), 60);
  const { survival } = survivals.start(setup);
  await end;
  return { survivals, survival, told, matrix: survivals.last()! };
}

function counts({ columns, kept, lost }: SurvivalMatrix, write: number, column: number) {
  const at = (write * columns.length + column) * 4;
  const read = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset).getUint32(at, true);
  return { kept: read(kept), lost: read(lost) };
}

describe('the survival matrix of the app', () => {
  it('tells each policy as it is done, and opens a state behind a cell', async () => {
    const { survivals, survival, told, matrix } = await workedOut();
    expect(told.length).toBeGreaterThanOrEqual(3);
    expect(matrix).toMatchObject({ state: 'done', error: null });
    expect(matrix.writes.map(({ title }) => title)).toEqual(['SET name', 'SET city', 'SET balance']);
    const columnOf = (fsync: string, kind: string, profile = 'posix') =>
      matrix.columns.findIndex(
        (each) => each.fsync === fsync && each.kind === kind && each.profile === profile,
      );
    for (const write of [0, 1, 2]) {
      expect(counts(matrix, write, columnOf('always', 'power')).lost).toBe(0);
      expect(counts(matrix, write, columnOf('no', 'kill')).lost).toBe(0);
    }
    const unsafe = columnOf('no', 'power', 'ext4-ordered');
    expect(counts(matrix, 0, unsafe).lost).toBeGreaterThan(0);
    const lost = survivals.replay(survival, 0, unsafe, false);
    const replay = decodeReplay(lost!.text);
    expect(replay.workload.name).toBe('first-look');
    // Nothing was promised under this policy: the write is gone, and no rule is broken.
    expect((await playReplay(replay, subjectOf(replay.engine))).violations).toEqual([]);
    expect(survivals.replay(survival, 0, columnOf('always', 'power'), false)).toBeNull();
    expect(() => survivals.replay('survival-9', 0, 0, true)).toThrow(/no longer kept/);
  });

  it('can be stopped', async () => {
    const jobs = new JobRegistry(() => undefined);
    const survivals = new SurvivalRuns(jobs, () => undefined);
    const { job } = survivals.start({ ...setup, workload: 'writers' });
    await jobs.cancel(job);
    expect(survivals.last()).toMatchObject({ state: 'cancelled', error: null });
  });
});
