import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Job, JobResult } from '../../../shared/contract/jobs.ts';
import { WalscopeError } from '../../../shared/errors.ts';
import { JobRegistry, type JobRequest } from './job-registry.ts';

const result: JobResult = { kind: 'export', keys: 1, lost: [], file: '/x' };
const request = (run: JobRequest['run']): JobRequest => ({ source: 's', title: 'A job', unit: 'keys', run });

function registry(): { jobs: JobRegistry; told: Job[]; ended: (id: string) => Promise<Job> } {
  const told: Job[] = [];
  const jobs = new JobRegistry((job) => told.push(job));
  const ended = async (id: string) => {
    for (;;) {
      const job = told.find((one) => one.id === id && one.state !== 'running');
      if (job) return job;
      await delay(1);
    }
  };
  return { jobs, told, ended };
}

test('a job runs, leaves its result and is listed', async () => {
  const { jobs, ended } = registry();
  const id = jobs.start(request(async () => result));
  expect(jobs.list()).toMatchObject([{ id, state: 'running' }]);
  expect(await ended(id)).toMatchObject({ state: 'done', result, error: null });
  expect(jobs.list()).toMatchObject([{ id, state: 'done' }]);
});

test('a failure is a code and a sentence', async () => {
  const { jobs, ended } = registry();
  const failing = request(async () => {
    throw new WalscopeError('NO_SPACE', 'The disk is full.');
  });
  expect(await ended(jobs.start(failing))).toMatchObject({
    state: 'failed',
    error: { code: 'NO_SPACE', message: 'The disk is full.' },
  });
});

test('cancelling waits for the job to stop', async () => {
  const { jobs, told } = registry();
  const id = jobs.start(request(async ({ signal }) => delay(60_000, result, { signal })));
  await jobs.cancel(id);
  expect(told.at(-1)).toMatchObject({ id, state: 'cancelled', error: null, result: null });
  await jobs.cancel(id);
  await expect(jobs.cancel('job-99')).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('what cannot be cancelled says so', async () => {
  const { jobs, ended } = registry();
  let finish = () => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const id = jobs.start({ ...request(async () => finished.then(() => result)), cancellable: false });
  await expect(jobs.cancel(id)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  finish();
  expect((await ended(id)).state).toBe('done');
});

test('progress is told of now and then, however often it is made', async () => {
  const { jobs, told, ended } = registry();
  const id = jobs.start(
    request(async ({ progress }) => {
      for (let done = 0; done < 100_000; done++) progress(done, 100_000);
      return result;
    }),
  );
  await ended(id);
  expect(told.length).toBeLessThan(1000);
});

test('finished jobs are kept up to a number, running ones have a limit', async () => {
  const { jobs, ended } = registry();
  for (let i = 0; i < 60; i++) await ended(jobs.start(request(async () => result)));
  expect(jobs.list()).toHaveLength(50);
  const waiting = request(async ({ signal }) => delay(60_000, result, { signal }));
  for (let i = 0; i < 16; i++) jobs.start(waiting);
  expect(() => jobs.start(waiting)).toThrow(WalscopeError);
  await jobs.stop('another source');
  expect(jobs.list().filter((job) => job.state === 'running')).toHaveLength(16);
  await jobs.stop();
  expect(jobs.list().filter((job) => job.state === 'running')).toHaveLength(0);
});
