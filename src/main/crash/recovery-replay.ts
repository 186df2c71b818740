import { stepKinds } from '../../shared/rows.ts';
import { Slicer } from '../engine/scan/slicer.ts';
import type { Log } from '../formats/log/log.ts';
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
    const stopsAt = firstStop(log);
    await addFiles(log, stopsAt, add);
    if (stopsAt < 0 && log.damage !== 'none') add('stop', -1);
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

/** The first record that cannot be passed: what cannot be read before a sound record has been passed already. */
function firstStop(log: Log): number {
  const { table } = log;
  let stop = -1;
  for (let index = table.count - 1; index >= 0; index--) {
    const { status } = table.record(index);
    if (status === 'ok') break;
    if (status !== 'behind') stop = index;
  }
  return stop;
}

async function addFiles(log: Log, stopsAt: number, add: Add): Promise<void> {
  const slicer = new Slicer();
  const { table, files } = log;
  for (let number = 0; number < files.length; number++) {
    const file = files[number] as Log['files'][number];
    add('file', number);
    if (file.kind !== 'missing' && file.headerLength > 0) add('header', number);
    const end = firstRecordOfFile(table, number + 1);
    let frame = -1;
    for (let index = firstRecordOfFile(table, number); index < end; index++) {
      const record = table.record(index);
      if (record.frame !== frame && record.frame >= 0 && record.frame < table.frames) {
        frame = record.frame;
        // Formats without frames count each record as one, which has no header of its own to check.
        if (table.frame(frame).headerLength > 0) add('frame', frame);
      }
      addRecord(record.status, index, stopsAt, add);
      if (slicer.due()) await slicer.yield();
    }
    if (file.sealed) add('seal', number);
  }
}

function addRecord(status: string, index: number, stopsAt: number, add: Add): void {
  if (status === 'ok') add('record', index);
  else if (status === 'behind' || index !== stopsAt) add('skip', index);
  else {
    add('record', index);
    add('stop', index);
  }
}
