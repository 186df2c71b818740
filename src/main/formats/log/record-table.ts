import { emptyBytes } from '../../../shared/bytes.ts';
import { opCode, opOf, type RecordState, typeCode, typeOf } from '../../../shared/codes.ts';
import { orNone, orNull } from '../../../shared/rows.ts';
import { Column } from './column.ts';
import { KeyTable } from './key-table.ts';
import type { LogFrame, LogRecord, RecordTable } from './log.ts';

const none = -1;

const statuses = ['ok', 'damaged', 'torn', 'behind'] as const;
const statusCode = (status: LogRecord['status']): number => statuses.indexOf(status);
const ok = statusCode('ok');
const behind = statusCode('behind');
const damaged = statusCode('damaged');
const torn = statusCode('torn');
const deleteCode = opCode('delete');
const otherCode = opCode('other');

/** `db` is 0 unless said. */
export type NewRecord = Omit<LogRecord, 'frame' | 'db'> & { db?: number };
export type NewFrame = Omit<LogFrame, 'records'>;

/**
 * Builds a `RecordTable` in typed columns while a log is read, oldest record first; readers may look on.
 *
 * A replay yields the `ok` records and nothing else, so theirs are the states of such a replay. Records `behind`
 * damage have the states that salvaging would give them: a key may then have one live record of each kind. Records
 * of no key (`other`) count as live: what they did holds.
 */
export class RecordTableBuilder implements RecordTable {
  readonly #file = new Column();
  readonly #offset = new Column();
  readonly #length = new Column();
  readonly #headerLength = new Column();
  readonly #seq = new Column();
  readonly #op = new Column();
  readonly #type = new Column();
  readonly #status = new Column();
  readonly #keyId = new Column();
  readonly #valueOffset = new Column();
  readonly #valueLength = new Column();
  readonly #expireAt = new Column();
  readonly #previous = new Column();
  readonly #next = new Column();
  readonly #frame = new Column();

  readonly #frameFile = new Column();
  readonly #frameOffset = new Column();
  readonly #frameLength = new Column();
  readonly #frameHeaderLength = new Column();
  readonly #frameFirstSeq = new Column();
  readonly #frameTime = new Column();
  readonly #frameDurable = new Column();
  readonly #frameFirst = new Column();

  /** The keys of all records; a replay may add some that no record has yet. */
  readonly keys = new KeyTable();
  readonly #databases = new Set<number>();
  /** By key id: the last record that a replay yields, and the last whole one. */
  readonly #newestReplayed = new Column();
  readonly #newestWhole = new Column();

  readonly #framed: boolean;
  #damaged = 0;
  #torn = 0;
  #deletes = 0;
  #superseded = 0;
  #deadlines = 0;

  /** `framed`: frames are begun by `beginFrame`; without it each record counts as a frame of its own. */
  constructor(options: { framed: boolean }) {
    this.#framed = options.framed;
  }

  get count(): number {
    return this.#offset.length;
  }

  get frames(): number {
    return this.#framed ? this.#frameOffset.length : this.count;
  }

  beginFrame(frame: NewFrame): number {
    this.#frameFile.push(frame.file);
    this.#frameOffset.push(frame.offset);
    this.#frameLength.push(frame.length);
    this.#frameHeaderLength.push(frame.headerLength);
    this.#frameFirstSeq.push(frame.firstSeq);
    this.#frameTime.push(orNone(frame.timeMs));
    this.#frameDurable.push(orNone(frame.durableSeq));
    this.#frameFirst.push(this.count);
    return this.frames - 1;
  }

  /** The frame begun last turns out to be so long, in bytes. */
  endFrame(length: number): void {
    this.#frameLength.set(this.frames - 1, length);
  }

  /**
   * Adds the next record; its index comes back. The key is copied. A key of no length on a record that is not
   * whole stands for a key that cannot be told.
   */
  append(record: NewRecord): number;
  /** `rest` beside `record`, and not in it: a copy of each record would take longer than all of the columns. */
  append(record: Omit<NewRecord, 'seq' | 'status'>, rest: Pick<NewRecord, 'seq' | 'status'>): number;
  append(
    record: Omit<NewRecord, 'seq' | 'status'>,
    rest: Pick<NewRecord, 'seq' | 'status'> = record as NewRecord,
  ): number {
    const index = this.count;
    const status = statusCode(rest.status);
    const whole = (status === ok || status === behind) && record.op !== 'other';
    this.#file.push(record.file);
    this.#offset.push(record.offset);
    this.#length.push(record.length);
    this.#headerLength.push(record.headerLength);
    this.#seq.push(orNone(rest.seq));
    this.#op.push(opCode(record.op));
    this.#type.push(typeCode(record.type));
    this.#status.push(status);
    this.#valueOffset.push(record.valueOffset);
    this.#valueLength.push(record.valueLength);
    this.#expireAt.push(orNone(record.expireAt));
    this.#next.push(none);
    if (this.#framed) this.#frame.push(this.frames - 1);
    const key = whole || record.key.length > 0 ? this.#intern(record.key, record.db ?? 0) : none;
    this.#keyId.push(key);
    this.#previous.push(whole ? this.#link(key, index) : none);
    this.#tally(index, whole);
    return index;
  }

  /** Records from `first` on that a replay was thought to yield stand behind damage after all; their number. */
  demote(first: number): number {
    let demoted = 0;
    for (let index = first; index < this.count; index++) {
      if (this.#status.get(index) !== ok) continue;
      this.#status.set(index, behind);
      demoted++;
      const key = this.#keyId.get(index);
      if (key !== none && this.#newestReplayed.get(key) >= first) this.#restore(key, first);
    }
    return demoted;
  }

  key(index: number): Uint8Array {
    const key = this.#keyId.get(index);
    return key === none ? emptyBytes : this.keys.key(key);
  }

  /** Its key's id in `keys`; −1 when it has none, or damage hides it. */
  keyId(index: number): number {
    return this.#keyId.get(index);
  }

  compareKeys(a: number, b: number): number {
    return this.keys.compare(this.#keyId.get(a), this.#keyId.get(b));
  }

  get databases(): number[] {
    return [...this.#databases].sort((a, b) => a - b);
  }

  db(index: number): number {
    const key = this.#keyId.get(index);
    return key === none ? 0 : this.keys.db(key);
  }

  record(index: number): LogRecord {
    return {
      file: this.#file.get(index),
      offset: this.#offset.get(index),
      length: this.#length.get(index),
      headerLength: this.#headerLength.get(index),
      frame: this.#framed ? this.#frame.get(index) : index,
      seq: orNull(this.#seq.get(index)),
      op: opOf(this.#op.get(index)),
      type: typeOf(this.#type.get(index)),
      db: this.db(index),
      key: this.key(index),
      valueOffset: this.#valueOffset.get(index),
      valueLength: this.#valueLength.get(index),
      expireAt: orNull(this.#expireAt.get(index)),
      status: statuses[this.#status.get(index)] as LogRecord['status'],
    };
  }

  frame(index: number): LogFrame {
    if (!this.#framed) return this.#recordAsFrame(index);
    return {
      file: this.#frameFile.get(index),
      offset: this.#frameOffset.get(index),
      length: this.#frameLength.get(index),
      headerLength: this.#frameHeaderLength.get(index),
      firstSeq: this.#frameFirstSeq.get(index),
      records: this.#endOf(index) - this.#frameFirst.get(index),
      timeMs: orNull(this.#frameTime.get(index)),
      durableSeq: orNull(this.#frameDurable.get(index)),
    };
  }

  /** NaN where damage hides it. */
  seq(index: number): number {
    return this.#seq.get(index);
  }

  firstRecordOf(frame: number): number {
    return this.#framed ? this.#frameFirst.get(frame) : frame;
  }

  state(index: number, nowMs: number): RecordState {
    const status = this.#status.get(index);
    if (status === damaged) return 'damaged';
    if (status === torn) return 'torn';
    if (this.#op.get(index) === deleteCode) return 'deleted';
    if (this.#op.get(index) === otherCode) return 'live';
    if (!this.#isNewest(index)) return 'superseded';
    return this.#expireAt.get(index) <= nowMs ? 'expired' : 'live';
  }

  previous(index: number): number {
    return this.#previous.get(index);
  }

  next(index: number): number {
    return this.#next.get(index);
  }

  newest(key: Uint8Array, salvage = false, db = 0): number {
    const id = this.keys.find(key, db);
    if (id === none || id >= this.#newestWhole.length) return none;
    return (salvage ? this.#newestWhole : this.#newestReplayed).get(id);
  }

  newestOfEachKey(salvage = false): Uint32Array {
    const newest = salvage ? this.#newestWhole : this.#newestReplayed;
    const indexes = new Uint32Array(newest.length);
    let found = 0;
    for (let id = 0; id < newest.length; id++) {
      const index = newest.get(id);
      if (index !== none) indexes[found++] = index;
    }
    return indexes.subarray(0, found);
  }

  counts(nowMs: number): Record<RecordState, number> {
    const expired = this.#deadlines === 0 ? 0 : this.#countExpired(nowMs);
    const ended = this.#superseded + this.#deletes + this.#damaged + this.#torn + expired;
    return {
      live: this.count - ended,
      superseded: this.#superseded,
      deleted: this.#deletes,
      expired,
      damaged: this.#damaged,
      torn: this.#torn,
    };
  }

  #intern(key: Uint8Array, db: number): number {
    const id = this.keys.intern(key, db);
    // Whoever replays a log may have met keys of which there is no record yet.
    for (let known = this.#newestWhole.length; known <= id; known++) {
      this.#newestWhole.push(none);
      this.#newestReplayed.push(none);
    }
    if (this.#newestWhole.get(id) === none) this.#databases.add(db);
    return id;
  }

  /** Makes the record the newest of its key; the one before it comes back. */
  #link(key: number, index: number): number {
    const before = this.#newestWhole.get(key);
    const replayed = this.#newestReplayed.get(key);
    if (before !== none) this.#next.set(before, index);
    if (before !== replayed) this.#supersede(before);
    if (this.#status.get(index) === ok) {
      this.#supersede(replayed);
      this.#newestReplayed.set(key, index);
    }
    this.#newestWhole.set(key, index);
    return before;
  }

  /** Makes the last replayed record of a key before `first` its newest again. */
  #restore(key: number, first: number): void {
    let index = this.#newestReplayed.get(key);
    while (index >= first || (index !== none && this.#status.get(index) !== ok))
      index = this.#previous.get(index);
    this.#newestReplayed.set(key, index);
    if (index !== none && this.#op.get(index) !== deleteCode) this.#superseded--;
  }

  #supersede(index: number): void {
    if (index !== none && this.#op.get(index) !== deleteCode) this.#superseded++;
  }

  #tally(index: number, whole: boolean): void {
    if (this.#status.get(index) === damaged) this.#damaged++;
    else if (this.#status.get(index) === torn) this.#torn++;
    else if (this.#op.get(index) === deleteCode) this.#deletes++;
    if (whole && !Number.isNaN(this.#expireAt.get(index))) this.#deadlines++;
  }

  #isNewest(index: number): boolean {
    const newest = this.#status.get(index) === ok ? this.#newestReplayed : this.#newestWhole;
    return newest.get(this.#keyId.get(index)) === index;
  }

  #countExpired(nowMs: number): number {
    const isExpired = (index: number) => index !== none && this.state(index, nowMs) === 'expired';
    let expired = 0;
    for (let id = 0; id < this.#newestWhole.length; id++) {
      const whole = this.#newestWhole.get(id);
      const replayed = this.#newestReplayed.get(id);
      if (isExpired(whole)) expired++;
      if (replayed !== whole && isExpired(replayed)) expired++;
    }
    return expired;
  }

  #endOf(frame: number): number {
    return frame + 1 < this.frames ? this.#frameFirst.get(frame + 1) : this.count;
  }

  #recordAsFrame(index: number): LogFrame {
    return {
      file: this.#file.get(index),
      offset: this.#offset.get(index),
      length: this.#length.get(index),
      headerLength: 0,
      firstSeq: this.#seq.get(index),
      records: 1,
      timeMs: null,
      durableSeq: null,
    };
  }
}
