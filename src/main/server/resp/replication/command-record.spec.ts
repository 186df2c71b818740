import { expect, it } from 'vitest';
import { Fields } from '../../../formats/redis/commands/fields.ts';
import { emptySlot } from '../keyspace/slot.ts';
import { wordsOf } from '../specs/attach.ts';
import { CommandRecord } from './command-record.ts';
import type { ToldCommit } from './told-commit.ts';

const slot = emptySlot(0, 'a');

const nobody = { onCommit: () => undefined, onExpiring: () => undefined };

function recording(hasChanges = false) {
  const record = new CommandRecord();
  record.begin(nobody, hasChanges);
  return record;
}

const told = ({ commands }: ToldCommit) =>
  commands?.map(({ db, bytes }) => `${db}: ${wordsOf(bytes.toString('latin1'))}`) ?? null;

function run(record: CommandRecord, words: string[] | null, work: () => void, hasFailed = false): void {
  record.runs(0, words);
  work();
  record.ran(hasFailed);
}

it('tells a command that has changed something, in its own words or in those it gives', () => {
  const record = recording();
  run(record, ['INCR', 'a'], () => record.changed(slot));
  run(record, ['GET', 'a'], () => undefined);
  run(record, ['SPOP', 'a'], () => {
    record.changed(slot);
    record.as('SREM', 'a', 'x');
    record.as('SREM', 'a', 'y');
  });
  run(record, ['XREADGROUP'], () => {
    record.changed(slot);
    record.otherwise();
  });
  run(record, ['FLUSHALL'], () => record.always());
  expect(told(record.take(0))).toEqual(['0: INCR a', '0: SREM a x', '0: SREM a y', '0: FLUSHALL']);
});

it('makes a transaction of what belongs together, if it is more than one command', () => {
  const record = recording();
  const from = record.end;
  run(record, ['EXEC'], () => {
    run(record, ['SET', 'a', '1'], () => record.changed(slot));
    record.expired(3, 'b');
  });
  record.join(from);
  const later = record.end;
  run(record, ['SET', 'a', '2'], () => record.changed(slot));
  record.join(later);
  expect(told(record.take(0))).toEqual(['0: MULTI', '0: SET a 1', '3: DEL b', '3: EXEC', '0: SET a 2']);
});

it.each<[string, (record: CommandRecord) => void]>([
  ['no command has made', (record) => record.changed(slot)],
  ['a command has left half done', (record) => run(record, ['SET'], () => record.changed(slot), true)],
  ['a command without words has made', (record) => run(record, null, () => record.changed(slot))],
  [
    'fields with deadlines are part of',
    (record) => {
      const fields = new Fields([['f', { value: 'v', expireAt: 1 }]]);
      run(record, ['HSET'], () => record.changed({ ...slot, value: { type: 'hash', fields } }));
    },
  ],
])('does not know the commands of a commit with a change that %s', (_, work) => {
  const record = recording();
  run(record, ['INCR', 'a'], () => record.changed(slot));
  work(record);
  run(record, ['INCR', 'a'], () => record.changed(slot));
  expect(told(record.take(0))).toBeNull();
  run(record, ['INCR', 'a'], () => record.changed(slot));
  expect(told(record.take(0))).toEqual(['0: INCR a']);
});

it('knows what is run from its beginning on, but not of a turn that had begun', () => {
  const record = new CommandRecord();
  run(record, ['INCR', 'a'], () => record.changed(slot));
  expect(told(record.take(0))).toBeNull();
  expect(told(recording(true).take(0))).toBeNull();
});

it('is told nothing by a command that was run before its beginning, or within which it begins', () => {
  const record = new CommandRecord();
  run(record, ['FLUSHALL'], () => record.always());
  run(record, ['PSYNC'], () => record.begin(nobody, false));
  run(record, ['INCR', 'a'], () => record.changed(slot));
  expect(told(record.take(0))).toEqual(['0: INCR a']);
});

it('says how much of the store’s own expiry the first command of a turn had seen', () => {
  const record = recording();
  record.expiring([]);
  run(record, ['INCR', 'a'], () => record.changed(slot));
  record.expiring([]);
  run(record, ['INCR', 'a'], () => record.changed(slot));
  expect(record.take(0).expiries).toBe(1);
  expect(record.take(0).expiries).toBe(2);
});

it('withdraws what is not in the log yet', () => {
  const record = recording();
  run(record, ['INCR', 'a'], () => record.changed(slot));
  const [settled, onItsWay] = [record.take(0), record.take(0)];
  settled.written({ first: 1, last: 1 });
  run(record, ['INCR', 'a'], () => record.changed(slot));
  record.withdraw();
  expect(told(settled)).toEqual(['0: INCR a']);
  expect(told(onItsWay)).toBeNull();
  expect(told(record.take(0))).toBeNull();
});
