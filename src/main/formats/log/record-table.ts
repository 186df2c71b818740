import { emptyBytes } from '../../../shared/bytes.ts';
import { opCode, opOf, type RecordState, typeCode, typeOf } from '../../../shared/codes.ts';
import { orNone, orNull } from '../../../shared/rows.ts';
import { Column } from './column.ts';
import { FrameColumns, type NewFrame } from './frame-columns.ts';
import { KeyTable } from './key-table.ts';
import { KeyVersions } from './key-versions.ts';
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
  readonly #frame = new Column();
  readonly #frames = new FrameColumns();

  /** The keys of all records; a replay may add some that no record has yet. */
  readonly keys = new KeyTable();
  readonly #databases = new Set<number>();
  readonly #versions = new KeyVersions({
    isDelete: (index) => this.#op.get(index) === deleteCode,
    isReplayed: (index) => this.#status.get(index) === ok,
  });

  readonly #framed: boolean;
  #damaged = 0;
  #torn = 0;
  #deletes = 0;
  #deadlines = 0;

  /** `framed`: frames are begun by `beginFrame`; without it each record counts as a frame of its own. */
  constructor(options: { framed: boolean }) {
    this.#framed = options.framed;
  }

  get count(): number {
    return this.#offset.length;
  }

  get frames(): number {
    return this.#framed ? this.#frames.count : this.count;
  }

  beginFrame(frame: NewFrame): number {
    return this.#frames.begin(frame, this.count);
  }

  /** The frame begun last turns out to be so long, in bytes. */
  endFrame(length: number): void {
    this.#frames.end(length);
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
    if (this.#framed) this.#frame.push(this.frames - 1);
    const key = whole || record.key.length > 0 ? this.#intern(record.key, record.db ?? 0) : none;
    this.#keyId.push(key);
    if (whole) this.#versions.append(key, index);
    else this.#versions.appendOther();
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
      if (key !== none) this.#versions.restore(key, first);
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
    return this.#frames.frame(index, this.count);
  }

  /** NaN where damage hides it. */
  seq(index: number): number {
    return this.#seq.get(index);
  }

  firstRecordOf(frame: number): number {
    return this.#framed ? this.#frames.firstRecordOf(frame) : frame;
  }

  state(index: number, nowMs: number): RecordState {
    const status = this.#status.get(index);
    if (status === damaged) return 'damaged';
    if (status === torn) return 'torn';
    if (this.#op.get(index) === deleteCode) return 'deleted';
    if (this.#op.get(index) === otherCode) return 'live';
    if (!this.#versions.isNewest(this.#keyId.get(index), index)) return 'superseded';
    return this.#expireAt.get(index) <= nowMs ? 'expired' : 'live';
  }

  previous(index: number): number {
    return this.#versions.previous(index);
  }

  next(index: number): number {
    return this.#versions.next(index);
  }

  newest(key: Uint8Array, salvage = false, db = 0): number {
    return this.#versions.newest(this.keys.find(key, db), salvage);
  }

  newestOfEachKey(salvage = false): Uint32Array {
    return this.#versions.newestOfEachKey(salvage);
  }

  counts(nowMs: number): Record<RecordState, number> {
    const { superseded } = this.#versions;
    const isExpired = (index: number) => this.state(index, nowMs) === 'expired';
    const expired = this.#deadlines === 0 ? 0 : this.#versions.countNewest(isExpired);
    const ended = superseded + this.#deletes + this.#damaged + this.#torn + expired;
    return {
      live: this.count - ended,
      superseded,
      deleted: this.#deletes,
      expired,
      damaged: this.#damaged,
      torn: this.#torn,
    };
  }

  #intern(key: Uint8Array, db: number): number {
    const id = this.keys.intern(key, db);
    if (!this.#versions.know(id)) this.#databases.add(db);
    return id;
  }

  #tally(index: number, whole: boolean): void {
    if (this.#status.get(index) === damaged) this.#damaged++;
    else if (this.#status.get(index) === torn) this.#torn++;
    else if (this.#op.get(index) === deleteCode) this.#deletes++;
    if (whole && !Number.isNaN(this.#expireAt.get(index))) this.#deadlines++;
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
