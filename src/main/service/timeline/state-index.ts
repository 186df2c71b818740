import { type RecordState, recordStates, stateCode } from '../../../shared/model.ts';
import { Slicer } from '../../engine/scan/slicer.ts';
import type { RecordTable } from '../../formats/log/log.ts';

/** Records of one block have their states counted ahead, so that a range costs its edges and its blocks. */
const blockRecords = 512;
const states = recordStates.length;

/** The state of every record at one moment, in one byte each, with sums for ranges. */
export class StateIndex {
  readonly count: number;
  /** From when on some state is another, because a deadline has passed; Infinity when none is to come. */
  readonly goodUntilMs: number;
  readonly #codes: Uint8Array;
  /** Counts of each state before each block. */
  readonly #before: Uint32Array;
  #selection: { key: number; positions: Uint32Array } | null = null;

  private constructor(codes: Uint8Array, before: Uint32Array, goodUntilMs: number) {
    this.count = codes.length;
    this.#codes = codes;
    this.#before = before;
    this.goodUntilMs = goodUntilMs;
  }

  static async build(table: RecordTable, nowMs: number, signal?: AbortSignal): Promise<StateIndex> {
    const slicer = new Slicer(signal);
    const count = table.count;
    const codes = new Uint8Array(count);
    const before = new Uint32Array((Math.ceil(count / blockRecords) + 1) * states);
    const running = new Uint32Array(states);
    const live = stateCode('live');
    let goodUntilMs = Number.POSITIVE_INFINITY;
    for (let i = 0; i < count; i++) {
      if (i % blockRecords === 0) before.set(running, (i / blockRecords) * states);
      const code = stateCode(table.state(i, nowMs));
      codes[i] = code;
      running[code] = (running[code] as number) + 1;
      if (code === live) goodUntilMs = Math.min(goodUntilMs, table.record(i).expireAt ?? goodUntilMs);
      if (slicer.due()) await slicer.yield();
    }
    before.set(running, before.length - states);
    return new StateIndex(codes, before, goodUntilMs);
  }

  code(index: number): number {
    return this.#codes[index] as number;
  }

  counts(): Record<RecordState, number> {
    const all = this.countsIn(0, this.count);
    return Object.fromEntries(recordStates.map((state, code) => [state, all[code]])) as Record<
      RecordState,
      number
    >;
  }

  /** How many records of [first, last) are in each state, in the order of recordStates. */
  countsIn(first: number, last: number, into = new Uint32Array(states), at = 0): Uint32Array {
    const upTo = this.#upTo(Math.min(last, this.count));
    const from = this.#upTo(Math.min(first, this.count));
    for (let code = 0; code < states; code++) {
      into[at + code] = Math.max(0, (upTo[code] as number) - (from[code] as number));
    }
    return into;
  }

  /** Positions of the records in the given states, in order. Made in slices; the last selection is kept. */
  async select(wanted: readonly RecordState[]): Promise<Uint32Array> {
    const key = wanted.reduce((mask, state) => mask | (1 << stateCode(state)), 0);
    if (this.#selection?.key === key) return this.#selection.positions;
    const slicer = new Slicer();
    const counts = this.countsIn(0, this.count);
    const total = counts.reduce((sum, n, code) => (key & (1 << code) ? sum + n : sum), 0);
    const positions = new Uint32Array(total);
    let found = 0;
    for (let i = 0; i < this.count; i++) {
      if (key & (1 << this.code(i))) positions[found++] = i;
      if (slicer.due()) await slicer.yield();
    }
    this.#selection = { key, positions };
    return positions;
  }

  #upTo(end: number): Uint32Array {
    const block = Math.floor(end / blockRecords);
    const counts = this.#before.slice(block * states, (block + 1) * states);
    for (let i = block * blockRecords; i < end; i++) {
      const code = this.code(i);
      counts[code] = (counts[code] as number) + 1;
    }
    return counts;
  }
}
