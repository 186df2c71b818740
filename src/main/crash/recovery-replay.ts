import { stepKinds } from '../../shared/rows.ts';
import { Slicer } from '../engine/scan/slicer.ts';
import type { Log, LogRecord } from '../formats/log/log.ts';
import { firstRecordOfFile } from '../formats/log/places.ts';

export type StepKind = (typeof stepKinds)[number];

/** One step: what happens, and to which file, frame or record of the log (or which damaged range of the verdict). */
export interface Step {
  index: number;
  kind: StepKind;
  /** Index of a file (file, header, seal), frame (frame), record (record, skip, stop); -1 = of none. */
  of: number;
}

/**
 * The recovery of a log as the steps in which it happens, two typed columns for all of them. It is the reading of
 * the same reader as everywhere, told in order.
 */
export class RecoveryReplay {
  readonly log: Log;
  readonly count: number;
  /** Step at which the replay had to stop; null when it reached the end. */
  readonly stopStep: number | null;
  readonly #kinds: Uint8Array;
  readonly #of: Int32Array;

  private constructor(log: Log, kinds: number[], of: number[]) {
    this.log = log;
    this.count = kinds.length;
    this.#kinds = Uint8Array.from(kinds);
    this.#of = Int32Array.from(of);
    const stop = kinds.indexOf(stepKinds.indexOf('stop'));
    this.stopStep = stop < 0 ? null : stop;
  }

  static async build(log: Log): Promise<RecoveryReplay> {
    const kinds: number[] = [];
    const of: number[] = [];
    const add = (kind: StepKind, index: number) => {
      kinds.push(stepKinds.indexOf(kind));
      of.push(index);
    };
    const stopped = await addFiles(log, lastApplied(log), add);
    if (!stopped && log.damage !== 'none') add('stop', -1);
    add('verdict', -1);
    return new RecoveryReplay(log, kinds, of);
  }

  step(index: number): Step {
    const kind = stepKinds[this.#kinds[index] as number];
    if (kind === undefined) throw new RangeError(`step ${index} of ${this.count}`);
    return { index, kind, of: this.#of[index] as number };
  }
}

type Add = (kind: StepKind, index: number) => void;

/** The last record that a replay yields: what cannot be read before it has been passed, as somebody chose to. */
function lastApplied(log: Log): number {
  let index = log.table.count - 1;
  while (index >= 0 && log.table.record(index).status !== 'ok') index--;
  return index;
}

/** True when the replay had to stop somewhere: behind `last`, at the first thing that is not as it should be. */
async function addFiles(log: Log, last: number, add: Add): Promise<boolean> {
  const slicer = new Slicer();
  const { table, files } = log;
  let stopped = false;
  for (let number = 0; number < files.length; number++) {
    const file = files[number] as Log['files'][number];
    const first = firstRecordOfFile(table, number);
    const end = firstRecordOfFile(table, number + 1);
    add('file', number);
    if (file.kind !== 'missing' && file.headerLength > 0) add('header', number);
    if (file.kind === 'missing' && first > last && !stopped) {
      add('stop', -1);
      stopped = true;
    }
    let frame = -1;
    for (let index = first; index < end; index++) {
      const record = table.record(index);
      if (record.frame !== frame && record.frame >= 0 && record.frame < table.frames) {
        frame = record.frame;
        // Formats without frames count each record as one, which has no header of its own to check.
        if (table.frame(frame).headerLength > 0) add('frame', frame);
      }
      stopped = addRecord(record.status, index, stopped || index <= last, add) || stopped;
      if (slicer.due()) await slicer.yield();
    }
    if (file.sealed) add('seal', number);
  }
  return stopped;
}

/** True when the replay stops at this record. */
function addRecord(status: LogRecord['status'], index: number, isPassed: boolean, add: Add): boolean {
  if (status === 'ok') {
    add('record', index);
    return false;
  }
  if (isPassed) {
    add('skip', index);
    return false;
  }
  // What is whole and stands behind nothing that can be read, stands behind what is not there at all.
  if (status === 'behind') {
    add('stop', -1);
    add('skip', index);
  } else {
    add('record', index);
    add('stop', index);
  }
  return true;
}
