import { expect, it } from 'vitest';
import type { WatchChange } from '../../../engine/api.ts';
import { wordsOf } from '../specs/attach.ts';
import { ToldCommit } from './told-commit.ts';
import { ToldLog } from './told-log.ts';

const set = (seq: number, key: string, value = 'x'): WatchChange => ({
  op: 'set',
  seq,
  frameSeq: seq,
  key: Buffer.from(key),
  value: Buffer.from(value),
  expireAt: null,
});
const deletion = (seq: number, key: string): WatchChange => ({
  op: 'delete',
  seq,
  frameSeq: seq,
  key: Buffer.from(key),
});

/** A commit of one command, which is a text here. */
function commitOf(text: string, { noticedSeq = 0, expiries = 0 } = {}): ToldCommit {
  const bytes = Buffer.from(`*1\r\n$${text.length}\r\n${text}\r\n`);
  return new ToldCommit({ commands: [{ db: 0, bytes }], bytes: bytes.length, noticedSeq, expiries });
}

function written(text: string, first: number, last: number, more = {}): ToldCommit {
  const commit = commitOf(text, more);
  commit.written({ first, last });
  return commit;
}

function toldLog(othersSeq = 0) {
  const told: string[] = [];
  const log = new ToldLog(
    (commands) => told.push(...commands.map(({ bytes }) => wordsOf(bytes.toString('latin1')))),
    othersSeq,
  );
  return { log, told };
}

it('tells commands where their changes are, and others by what they have changed', async () => {
  const { log, told } = toldLog();
  log.onCommit(written('first', 1, 2));
  log.onCommit(written('second', 3, 3));
  await log.changed([set(1, 'a'), set(2, 'b'), set(3, 'c')]);
  await log.changed([set(4, 'by', 'hand'), deletion(5, 'd')]);
  expect(told).toEqual(['first', 'second', 'MULTI', 'SET by hand', 'DEL d', 'EXEC']);
});

it('tells what has come of commands that did not see what someone else had written', async () => {
  const { log, told } = toldLog();
  log.onCommit(written('blind', 2, 2, { noticedSeq: 0 }));
  log.onCommit(written('blind as well', 3, 3, { noticedSeq: 0 }));
  log.onCommit(written('seeing', 5, 5, { noticedSeq: 3 }));
  await log.changed([set(1, 'a', 'theirs'), set(2, 'a', 'ours'), set(3, 'b', 'ours')]);
  await log.changed([set(5, 'c')]);
  expect(told).toEqual(['SET a theirs', 'SET a ours', 'SET b ours', 'seeing']);
});

it('tells what has come of commands that did not see what was there when it began', async () => {
  const { log, told } = toldLog(4);
  log.onCommit(written('blind', 5, 5, { noticedSeq: 3 }));
  log.onCommit(written('seeing', 6, 6, { noticedSeq: 4 }));
  await log.changed([set(5, 'a', 'ours'), set(6, 'b', 'ours')]);
  expect(told).toEqual(['SET a ours', 'seeing']);
});

it('takes the expiry of the store for seen by whoever came after it', async () => {
  const { log, told } = toldLog();
  log.onExpiring([Buffer.from('a')], 1);
  log.onCommit(written('before', 2, 2, { expiries: 0 }));
  log.onCommit(written('after', 3, 3, { expiries: 1 }));
  await log.changed([deletion(1, 'a'), set(2, 'b', 'ours'), set(3, 'c', 'ours')]);
  expect(told).toEqual(['DEL a', 'SET b ours', 'after']);
});

it('takes a deletion for someone else’s when the key had changed since its expiry was announced', async () => {
  const { log, told } = toldLog();
  log.onExpiring([Buffer.from('a')], 1);
  log.onCommit(written('anew', 1, 1, { expiries: 1 }));
  log.onCommit(written('blind', 3, 3, { expiries: 1 }));
  await log.changed([set(1, 'a'), deletion(2, 'a'), set(3, 'b', 'ours')]);
  expect(told).toEqual(['anew', 'DEL a', 'SET b ours']);
});

it('waits for the commits that may be in a frame, and tells those that are in none in their turn', async () => {
  const { log, told } = toldLog();
  const [late, unchanged, failed] = [commitOf('late'), commitOf('unchanged'), commitOf('failed')];
  for (const commit of [late, unchanged, failed]) log.onCommit(commit);
  unchanged.written(null);
  failed.failed();
  const changed = log.changed([set(1, 'a')]);
  await Promise.resolve();
  expect(told).toEqual([]);
  late.written({ first: 1, last: 1 });
  await changed;
  expect(told).toEqual(['late', 'unchanged']);
});
