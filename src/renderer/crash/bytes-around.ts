/** Bytes of a file from `offset` on. */
export interface Around {
  file: string;
  offset: number;
  bytes: Uint8Array;
}

/** What is read at once, and how far a place may move before other bytes are read. */
export const windowBytes = 512;
const stepBytes = 256;

/** Where the bytes begin that are shown around an offset: the same for all offsets of one step. */
export function windowStart(offset: number): number {
  return Math.max(0, Math.floor(offset / stepBytes) * stepBytes - (windowBytes - stepBytes) / 2);
}
