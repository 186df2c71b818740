import type { ReadWindow } from './read-window.ts';
import type { Slicer } from './slicer.ts';

/** True when nothing but zeros stands from `from` to the end of the file: space that no frame has taken yet. */
export async function zeroToTheEnd(window: ReadWindow, from: number, slicer: Slicer): Promise<boolean> {
  for (let at = from; at < window.size; ) {
    await window.load(at, 1);
    const end = window.base + window.length;
    for (let i = at; i < end; i++) if (window.bytes[i - window.base] !== 0) return false;
    if (end <= at) return true;
    at = end;
    if (slicer.dueNow()) await slicer.yield();
  }
  return true;
}

/** Offset of the last byte from `from` on that is not zero; less than `from` when all are. */
export async function lastNonZero(window: ReadWindow, from: number, slicer: Slicer): Promise<number> {
  let last = from - 1;
  for (let at = from; at < window.size; ) {
    await window.load(at, 1);
    const end = window.base + window.length;
    for (let i = end - 1; i >= at; i--) {
      if (window.bytes[i - window.base] !== 0) {
        last = i;
        break;
      }
    }
    if (end <= at) break;
    at = end;
    if (slicer.dueNow()) await slicer.yield();
  }
  return last;
}
