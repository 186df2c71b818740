import type { TimelineSummary } from '../../../shared/contract/timeline.ts';
import { type RecordState, recordStates } from '../../../shared/model.ts';
import type { Log } from '../../formats/log/log.ts';
import { firstFrameOfFile, firstRecordOfFile } from '../../formats/log/places.ts';
import type { LogReading, Source } from '../sources/source.ts';
import { StateIndex } from './state-index.ts';

/** The log of one source as the timeline shows it: its records with their states, and word of every change. */
export class Timeline {
  readonly source: Source;
  readonly reading: LogReading;
  readonly #tell: (summary: TimelineSummary) => void;
  readonly #unsubscribe: () => void;
  #states: { generation: number; index: Promise<StateIndex>; goodUntilMs: number } | null = null;
  #telling = false;
  #tellAgain = false;
  #closed = false;

  constructor(source: Source, tell: (summary: TimelineSummary) => void) {
    this.source = source;
    this.reading = source.log();
    this.#tell = tell;
    this.#unsubscribe = this.reading.onChange(() => void this.#tellSoon());
  }

  /** States of what has been read so far, as of now. */
  states(log: Log): Promise<StateIndex> {
    const generation = this.reading.generation;
    const known = this.#states;
    if (known && known.generation === generation && Date.now() < known.goodUntilMs) return known.index;
    const index = StateIndex.build(log.table, Date.now());
    const made = { generation, index, goodUntilMs: Number.POSITIVE_INFINITY };
    this.#states = made;
    index.then(
      (built) => {
        made.goodUntilMs = built.goodUntilMs;
      },
      () => {
        if (this.#states === made) this.#states = null;
      },
    );
    return index;
  }

  async summary(): Promise<TimelineSummary> {
    const { current, exact, readBytes, totalBytes, generation } = this.reading;
    const counts = current ? (await this.states(current)).counts() : noCounts();
    return {
      source: this.source.id,
      records: current?.table.count ?? 0,
      frames: current?.table.frames ?? 0,
      files: current ? filesOf(current) : [],
      durableRecords: current?.durableRecords ?? null,
      counts,
      exact,
      readBytes,
      totalBytes,
      generation,
    };
  }

  close(): void {
    this.#closed = true;
    this.#unsubscribe();
  }

  /** One summary at a time: counting the states of a long log takes a few slices. */
  async #tellSoon(): Promise<void> {
    this.#tellAgain = true;
    if (this.#telling) return;
    this.#telling = true;
    try {
      while (this.#tellAgain && !this.#closed) {
        this.#tellAgain = false;
        const summary = await this.summary();
        if (!this.#closed) this.#tell(summary);
      }
    } catch {
      // The next call of timeline.open meets the same error and has someone to tell it to.
    } finally {
      this.#telling = false;
    }
  }
}

function noCounts(): Record<RecordState, number> {
  return Object.fromEntries(recordStates.map((state) => [state, 0])) as Record<RecordState, number>;
}

function filesOf(log: Log): TimelineSummary['files'] {
  const { table } = log;
  return log.files.map((file, number) => {
    const firstRecord = firstRecordOfFile(table, number);
    return {
      name: file.name,
      kind: file.kind,
      sizeBytes: file.size,
      firstRecord,
      records: firstRecordOfFile(table, number + 1) - firstRecord,
      frames: firstFrameOfFile(table, number + 1) - firstFrameOfFile(table, number),
      sealed: file.sealed,
      createdMs: file.createdMs,
    };
  });
}
