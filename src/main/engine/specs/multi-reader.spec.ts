import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Store } from '../api.ts';
import { open } from '../open.ts';
import { builtScript } from './built-script.ts';
import { type ChurnMessage, type ChurnOrders, churnTotal } from './children/churn.ts';
import { contentsOf } from './contents.ts';
import { FollowedCopy } from './followed-copy.ts';
import { hungAfterMs, long, tried } from './tried.ts';

const accounts = 20;
/** Records that the writer has to have written before it may stop. */
const enoughRecords = long ? 15_000 : 1_500;
let script: Awaited<ReturnType<typeof builtScript>>;
let parent: string;

beforeAll(async () => {
  script = await builtScript(join(import.meta.dirname, 'children/churning-writer.ts'));
  parent = await mkdtemp(join(tmpdir(), 'walscope-readers-'));
});

afterAll(async () => {
  await script.remove();
  await rm(parent, { recursive: true, force: true });
});

/** Another process that writes, rolls and merges as fast as it can. */
class ChurningWriter {
  readonly #child: ChildProcess;
  readonly #messages: ChurnMessage[] = [];

  constructor(orders: ChurnOrders) {
    this.#child = fork(script.path, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    this.#child.on('message', (message: ChurnMessage) => this.#messages.push(message));
    this.#child.send({ orders });
  }

  async ready(): Promise<void> {
    while (this.#messages.length === 0) await once(this.#child, 'message');
    expect(this.#messages[0]).toEqual({ ready: true });
  }

  /** Stops it and returns its last sequence number. */
  async stop(): Promise<number> {
    const closed = once(this.#child, 'close');
    this.#child.send('stop');
    await closed;
    const last = this.#messages.at(-1);
    if (last === undefined || !('lastSeq' in last))
      throw new Error(`the writer said ${JSON.stringify(last)}`);
    return last.lastSeq;
  }
}

const sumOf = (contents: ReadonlyMap<string, string>): number =>
  [...contents.values()].reduce((sum, balance) => sum + Number(balance), 0);

it('shows readers beside a writer whole batches only, and lets them follow it', {
  timeout: hungAfterMs,
}, async () => {
  const directory = join(parent, 'churn');
  const writer = new ChurningWriter({ directory, accounts, segmentBytes: 4 * 1024, mergeEvery: 40 });
  await writer.ready();
  const follower = await open(directory, { readOnly: true });
  const copy = new FollowedCopy();
  const fromTheStart = follower.watch({ from: 1 });
  let lastSeq = 0;
  while (lastSeq < enoughRecords) {
    const reader = await open(directory, { readOnly: true });
    await expectConsistent(reader);
    expect(reader.recovery.lastSeq).toBeGreaterThanOrEqual(lastSeq);
    lastSeq = reader.recovery.lastSeq;
    await copy.followTo(lastSeq, fromTheStart);
    await reader.close();
    tried('openings beside a writer', 1);
  }
  const end = await writer.stop();
  await copy.followTo(end, fromTheStart);
  await fromTheStart.return?.();
  const late = new FollowedCopy();
  const merged = follower.watch({ from: 1 });
  await late.followTo(end, merged);
  await merged.return?.();
  expect(late.resyncs).toBe(1);
  // What the follower was opened with is still what it shows, whatever has been merged since.
  await expectConsistent(follower);
  await follower.close();
  const after = await open(directory, { readOnly: true });
  expect(copy.contents).toEqual(await contentsOf(after));
  expect(late.contents).toEqual(copy.contents);
  await after.close();
  tried('changes followed', end);
});

async function expectConsistent(reader: Store): Promise<void> {
  expect(reader.recovery.verdict.damage, reader.recovery.verdict.sentence).not.toBe('corrupt');
  const contents = await contentsOf(reader);
  expect(contents.size).toBe(accounts);
  expect(sumOf(contents)).toBe(churnTotal(accounts));
}
