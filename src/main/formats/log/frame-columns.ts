import { orNone, orNull } from '../../../shared/rows.ts';
import { Column } from './column.ts';
import type { LogFrame } from './log.ts';

export type NewFrame = Omit<LogFrame, 'records'>;

/** The frames of a log in typed columns, oldest first; each has the records from its first up to that of the next. */
export class FrameColumns {
  readonly #file = new Column();
  readonly #offset = new Column();
  readonly #length = new Column();
  readonly #headerLength = new Column();
  readonly #firstSeq = new Column();
  readonly #time = new Column();
  readonly #durable = new Column();
  readonly #firstRecord = new Column();

  get count(): number {
    return this.#offset.length;
  }

  /** `firstRecord`: the index of the record that will be the first in it. */
  begin(frame: NewFrame, firstRecord: number): number {
    this.#file.push(frame.file);
    this.#offset.push(frame.offset);
    this.#length.push(frame.length);
    this.#headerLength.push(frame.headerLength);
    this.#firstSeq.push(frame.firstSeq);
    this.#time.push(orNone(frame.timeMs));
    this.#durable.push(orNone(frame.durableSeq));
    this.#firstRecord.push(firstRecord);
    return this.count - 1;
  }

  /** The frame begun last turns out to be so long, in bytes. */
  end(length: number): void {
    this.#length.set(this.count - 1, length);
  }

  firstRecordOf(index: number): number {
    return this.#firstRecord.get(index);
  }

  /** `records`: as many as there are in all frames. */
  frame(index: number, records: number): LogFrame {
    const end = index + 1 < this.count ? this.#firstRecord.get(index + 1) : records;
    return {
      file: this.#file.get(index),
      offset: this.#offset.get(index),
      length: this.#length.get(index),
      headerLength: this.#headerLength.get(index),
      firstSeq: this.#firstSeq.get(index),
      records: end - this.#firstRecord.get(index),
      timeMs: orNull(this.#time.get(index)),
      durableSeq: orNull(this.#durable.get(index)),
    };
  }
}
