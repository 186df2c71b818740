import type { FormatId } from '../../../shared/codes.ts';
import type { DamagedRange, DamageKind, Verdict } from '../../../shared/model.ts';
import { formatCount, plural } from '../../../shared/words.ts';
import type { NewFrame } from './frame-columns.ts';
import type { Log, LogFile } from './log.ts';
import { type NewRecord, RecordTableBuilder } from './record-table.ts';

/** No damage list is longer: a file of noise must not become a list of millions of ranges. */
const maxDamagedRanges = 10_000;

/** Another engine's directory as far as it has been read: what its reader found, and the verdict that follows. */
export class ForensicLog implements Log {
  readonly format: FormatId;
  readonly directory: string;
  readonly files: LogFile[] = [];
  readonly table: RecordTableBuilder;
  /** None of these formats says which of its records an fsync has covered. */
  readonly durableRecords = null;
  readonly damaged: DamagedRange[] = [];
  damage: DamageKind = 'none';
  /** All damaged places, those that the list is too short for too. */
  #damagedPlaces = 0;
  /** Those of them that a replay does not pass over. */
  #lostPlaces = 0;
  /** What is said of a log without damage, without its final stop; `null` = that its records are well-formed. */
  soundness: string | null = null;
  /** Records that a replay yields, and whole ones behind what it cannot pass. */
  replayed = 0;
  behind = 0;
  /** Damage that a replay does not come past. */
  #isStopped = false;

  constructor(format: FormatId, directory: string, options: { framed: boolean }) {
    this.format = format;
    this.directory = directory;
    this.table = new RecordTableBuilder(options);
  }

  /** Returns the file's number. */
  addFile(file: Pick<LogFile, 'name' | 'kind' | 'size'> & Partial<LogFile>): number {
    this.files.push({ sealed: false, createdMs: null, headerLength: 0, ...file });
    return this.files.length - 1;
  }

  /** Appends a record, as one behind damage once a replay could not come this far. Its index comes back. */
  append(record: Omit<NewRecord, 'seq' | 'status'> & { status?: NewRecord['status'] | undefined }): number {
    const status = record.status ?? (this.#isStopped ? 'behind' : 'ok');
    if (status === 'ok') this.replayed++;
    else if (status === 'behind') this.behind++;
    return this.table.append(record, { seq: this.table.count + 1, status });
  }

  beginFrame(frame: Pick<NewFrame, 'file' | 'offset' | 'length'> & Partial<NewFrame>): void {
    this.table.beginFrame({
      headerLength: 0,
      firstSeq: this.table.count + 1,
      timeMs: null,
      durableSeq: null,
      ...frame,
    });
  }

  /** The frame begun last is the snapshot that a log begins with, of so many bytes. */
  endPreamble(file: number, length: number): void {
    this.table.endFrame(length);
    (this.files[file] as LogFile).preambleLength = length;
  }

  /** Names a damaged range. What is corrupt stays so, whatever is torn behind it. */
  take(kind: 'torn-tail' | 'corrupt', range: DamagedRange): void {
    this.#name(kind, range);
    this.#lostPlaces++;
    if (kind === 'corrupt') this.#isStopped = true;
  }

  /** Names a damaged range that a replay passes over: nothing is lost by it, and what follows counts. */
  takePassed(range: DamagedRange): void {
    this.#name('corrupt', range);
  }

  #name(kind: 'torn-tail' | 'corrupt', range: DamagedRange): void {
    this.#damagedPlaces++;
    if (this.damaged.length < maxDamagedRanges) this.damaged.push(range);
    if (kind === 'corrupt' || this.damage === 'none') this.damage = kind;
  }

  get sizeBytes(): number {
    return this.files.reduce((bytes, { size }) => bytes + size, 0);
  }

  get verdict(): Verdict {
    return {
      code: this.damage === 'none' ? 'clean' : this.damage === 'torn-tail' ? 'torn-tail' : 'unreadable',
      sentence: this.#sentence(),
      damage: this.damage,
      damaged: [...this.damaged],
      recordsRead: this.replayed,
      recordsSalvageable: this.behind,
      recordsLost: this.damage === 'corrupt' ? this.#lostPlaces : 0,
    };
  }

  #sentence(): string {
    const first = this.damaged[0];
    if (!first) return `${this.soundness ?? `Well-formed: ${plural(this.replayed, 'record')}`}.`;
    const place = `at offset ${first.offset} of ${first.file}`;
    const more = this.#damagedPlaces > 1 ? `, the first of ${formatCount(this.#damagedPlaces)} places` : '';
    if (this.damage === 'torn-tail') {
      return `Torn tail ${place}${more}: ${first.reason}. ${this.#beforeTear()}.`;
    }
    if (this.#lostPlaces === 0) {
      return `Damaged ${place}${more}: ${first.reason}. Nothing is lost by it: a replay yields ${plural(this.replayed, 'record')}.`;
    }
    const rest =
      this.behind === 0
        ? 'no whole record follows'
        : `${plural(this.behind, 'whole record')} can be salvaged`;
    return `Damaged ${place}${more}: ${first.reason}. A replay yields ${plural(this.replayed, 'record')}; ${rest}.`;
  }

  /** What counts only as a whole, as an RDB does, leaves nothing to a replay, whatever stands before its tear. */
  #beforeTear(): string {
    if (this.replayed > 0)
      return `${plural(this.replayed, 'whole record')} ${this.replayed === 1 ? 'stands' : 'stand'} before it`;
    if (this.behind === 0) return 'No whole record stands before it';
    return `A replay yields nothing; ${plural(this.behind, 'whole record')} can be salvaged`;
  }
}
