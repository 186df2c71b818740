import type { Binary } from './value.ts';

/** ASCII, by what a letter stands for. */
export const alphabet = Uint8Array.from(
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
  (letter) => letter.charCodeAt(0),
);
export const padding = 0x3d;

/** Compares bytes by the text that base64 makes of them, in which an element of a set has its place. */
export function compareAsBase64(a: Binary, b: Binary): number {
  const shared = Math.min(a.length, b.length);
  let at = 0;
  while (at < shared && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  if (at === a.length && at === b.length) return 0;
  const start = at - (at % 3);
  return lettersFrom(a, start) - lettersFrom(b, start);
}

/** The four letters that stand for the bytes from this one on, as one number; 0 when there are none. */
function lettersFrom(binary: Binary, start: number): number {
  const left = binary.length - start;
  if (left <= 0) return 0;
  const first = binary.charCodeAt(start);
  const second = left > 1 ? binary.charCodeAt(start + 1) : 0;
  const third = left > 2 ? binary.charCodeAt(start + 2) : 0;
  return (
    ((alphabet[first >> 2] as number) << 24) |
    ((alphabet[((first & 3) << 4) | (second >> 4)] as number) << 16) |
    ((left > 1 ? (alphabet[((second & 15) << 2) | (third >> 6)] as number) : padding) << 8) |
    (left > 2 ? (alphabet[third & 63] as number) : padding)
  );
}
