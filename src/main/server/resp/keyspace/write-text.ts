import type { Binary } from '../../../formats/redis/value.ts';

/** Up to this length a loop is quicker than a call into native code. */
const loopChars = 32;

/** Writes the bytes that a text stands for, from target[at] on, where there must be room for them. */
export function writeText(text: Binary, target: Buffer, at: number): void {
  const { length } = text;
  if (length > loopChars) target.write(text, at, 'latin1');
  else for (let i = 0; i < length; i++) target[at + i] = text.charCodeAt(i);
}
