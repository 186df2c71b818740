import type { Slicer } from '../engine/scan/slicer.ts';

/** Runs of this length are sorted by insertion before they are merged. */
const runLength = 16;

/**
 * A stable merge sort that shares the thread: a million ids are sorted without holding it for longer than one
 * slice. Returns the sorted ids, in `ids` itself or in a new array; `ids` must not be used meanwhile. `onProgress`
 * hears between slices how far it is, in ids of their number.
 */
export async function sortInSlices(
  ids: Uint32Array,
  compare: (a: number, b: number) => number,
  slicer: Slicer,
  onProgress?: (done: number, total: number) => void,
): Promise<Uint32Array> {
  const count = ids.length;
  const passes = 1 + Math.max(0, Math.ceil(Math.log2(count / runLength)));
  let pass = 0;
  const pause = (at: number) => {
    onProgress?.(Math.floor((pass * count + at) / passes), count);
    return slicer.yield();
  };
  for (let from = 0; from < count; from += runLength) {
    sortRun(ids, from, Math.min(from + runLength, count), compare);
    if (slicer.due()) await pause(from);
  }
  let source = ids;
  let target: Uint32Array = new Uint32Array(count);
  for (let width = runLength; width < count; width *= 2) {
    pass++;
    for (let from = 0; from < count; from += width * 2) {
      const middle = Math.min(from + width, count);
      const end = Math.min(from + width * 2, count);
      let left = from;
      let right = middle;
      for (let at = from; at < end; at++) {
        const takeLeft =
          left < middle && (right >= end || compare(source[left] as number, source[right] as number) <= 0);
        target[at] = source[takeLeft ? left++ : right++] as number;
        if (slicer.due()) await pause(at);
      }
    }
    [source, target] = [target, source];
  }
  return source;
}

function sortRun(
  ids: Uint32Array,
  from: number,
  to: number,
  compare: (a: number, b: number) => number,
): void {
  for (let i = from + 1; i < to; i++) {
    const id = ids[i] as number;
    let at = i - 1;
    while (at >= from && compare(ids[at] as number, id) > 0) {
      ids[at + 1] = ids[at] as number;
      at--;
    }
    ids[at + 1] = id;
  }
}
