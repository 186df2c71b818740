import { expect, test } from './app.ts';

/** The bridge as the page has it, for what a test asks without a view. */
interface Bridge {
  call(name: string, params: unknown): Promise<{ result?: unknown; error?: unknown }>;
  on(name: string, listener: (payload: { id: string; state: string; result: unknown }) => void): () => void;
}

test('a writer in a process of its own is killed, and what it had promised is found again', async ({
  app,
}) => {
  const directory = app.copyFixture('guide-session');
  const outcome = await app.page.evaluate(async (path) => {
    const { walscope } = window as unknown as { walscope: Bridge };
    const ask = async <T>(name: string, params: unknown): Promise<T> => {
      const reply = await walscope.call(name, params);
      if (reply.error) throw new Error(JSON.stringify(reply.error));
      return reply.result as T;
    };
    const { id: source } = await ask<{ id: string }>('source.open', { path });
    const ended = new Promise<unknown>((resolve) => {
      walscope.on('job.changed', (job) => {
        if (job.state !== 'running') resolve(job);
      });
    });
    await ask('crash.processKill', { source, policy: 'always', valueBytes: 32, killAfterMs: 50 });
    const job = await ended;
    const sessions = await ask<{ counts: { kept: number; lostAcknowledged: number } }[]>('crash.sessions', {
      source,
    });
    return { job, counts: sessions[0]?.counts };
  }, directory);
  expect(outcome.job).toMatchObject({ state: 'done', result: { kind: 'kill' } });
  expect(outcome.counts?.kept).toBeGreaterThan(2);
  expect(outcome.counts?.lostAcknowledged).toBe(0);
});
