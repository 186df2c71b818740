import type { Reading } from './log.ts';

/** A byte read with one bit turned back; `byte` = what stands there now. The checksum speaks for it. */
export function bitReading(file: string, offset: number, byte: number, bit: number): Reading {
  return {
    words: `bit ${bit} of byte ${offset} turned back`,
    proven: true,
    splice: { file, offset, remove: 1, insert: Uint8Array.of(byte ^ (1 << bit)) },
  };
}
