import { strictFloat } from '../strtod.ts';
import type { Binary } from '../value.ts';
import { errors, fail } from './errors.ts';

/** How commands read numbers and options, as strictly as Redis does. */

const minInteger = -(2n ** 63n);
const maxInteger = 2n ** 63n - 1n;
const integerPattern = /^(?:0|-?[1-9]\d{0,18})$/;
/** So many digits are exact in a number. */
const exactDigits = 15;

/** An integer of 64 bits; null when the text is none. */
export function parseInteger(text: Binary): bigint | null {
  if (!integerPattern.test(text)) return null;
  const value = BigInt(text);
  return value < minInteger || value > maxInteger ? null : value;
}

/** Whether the text is an integer of 64 bits. */
export function isInteger(text: Binary): boolean {
  if (!integerPattern.test(text)) return false;
  return text.length <= exactDigits || parseInteger(text) !== null;
}

export function integer(text: Binary, error: string = errors.notAnInteger): bigint {
  return parseInteger(text) ?? fail(error);
}

/** An integer as a number, for counts and positions: beyond 2^53 it is not exact, and far beyond anything there is. */
export function whole(text: Binary, error: string = errors.notAnInteger): number {
  if (!integerPattern.test(text)) fail(error);
  if (text.length <= exactDigits) return Number(text);
  return Number(integer(text, error));
}

/** What the largest integer of 64 bits is as a number. */
export const maxWhole = 2 ** 63;

export function wholeInRange(text: Binary, min: number, max: number, error: string): number {
  const value = whole(text, error);
  return value < min || value > max ? fail(error) : value;
}

const maxInt = 2 ** 31 - 1;

/** The number of a database, as an integer of 32 bits. */
export function databaseNumber(text: Binary): number {
  const index = whole(text);
  if (index < -maxInt - 1 || index > maxInt)
    fail(`ERR value is out of range, value must between ${-maxInt - 1} and ${maxInt}`);
  return index;
}

export function isIntegerInRange(value: bigint): boolean {
  return value >= minInteger && value <= maxInteger;
}

/** What most floats are, and always in range. */
const plainFloat = /^-?\d{1,15}(?:\.\d{1,15})?$/;

/** A float as C reads it, but never NaN; null when the text is none. */
export function parseFloatText(text: Binary): number | null {
  return plainFloat.test(text) ? Number(text) : strictFloat(text);
}

export function float(text: Binary, error: string = errors.notAFloat): number {
  return parseFloatText(text) ?? fail(error);
}

/** From where to where a range with positions from the end reaches, as in a slice. */
export function sliceOf(start: number, stop: number, length: number): { from: number; to: number } {
  const from = Math.max(0, start < 0 ? length + start : start);
  const to = Math.min(length, (stop < 0 ? length + stop : stop) + 1);
  return { from, to: Math.max(from, to) };
}

export const word = (text: Binary | undefined): string => (text ?? '').toUpperCase();

/** ms for a blocking command's timeout in seconds; null = for ever. */
export function timeoutMs(text: Binary): number | null {
  const seconds = parseFloatText(text) ?? fail('ERR timeout is not a float or out of range');
  const ms = Math.ceil(seconds * 1000);
  // What is too much for an integer of 64 bits becomes the least of them.
  if (ms < 0 || ms >= 2 ** 63) fail('ERR timeout is negative');
  return ms === 0 ? null : ms;
}
