import { type RecordState, recordStates } from '../../shared/model.ts';

/** Counts of records by state for equal parts of [first, last) of the log: what a strip draws from far away. */
export interface LogColumns {
  first: number;
  last: number;
  count: number;
  of(column: number, state: RecordState): number;
  total(column: number): number;
}

const states = recordStates.length;
const stateIndex = new Map(recordStates.map((state, index) => [state, index]));

/** Decodes the answer of timeline.columns: u32 little-endian, the states of each column in their order. */
export function decodeColumns(bytes: Uint8Array, first: number, last: number): LogColumns {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = Math.floor(bytes.byteLength / (4 * states));
  const cell = (column: number, state: number) => view.getUint32((column * states + state) * 4, true);
  return {
    first,
    last,
    count,
    of: (column, state) => cell(column, stateIndex.get(state) ?? 0),
    total: (column) => {
      let sum = 0;
      for (let state = 0; state < states; state++) sum += cell(column, state);
      return sum;
    },
  };
}
