import type { Slicer } from '../engine/scan/slicer.ts';

/** A number is sorted by four digits of 16 bits, the lowest first. */
const digitsPerNumber = 4;
const digitValues = 1 << 16;
const signBit = 0x8000_0000;

/**
 * `ids` in the order of their values, ids of equal value in the order they came in. `values[i]`, never NaN, is that
 * of `ids[i]`. A radix sort that shares the thread: a million ids take a few passes over the arrays, and where all
 * values have a digit in common, as small whole numbers do, its pass is left out.
 */
export async function sortByNumber(
  ids: Uint32Array,
  values: Float64Array,
  descending: boolean,
  slicer: Slicer,
): Promise<Uint32Array> {
  const count = ids.length;
  const digits = await digitsInOrder(values, descending, slicer);
  let places = new Uint32Array(count);
  for (let i = 0; i < count; i++) places[i] = i;
  let spare = new Uint32Array(count);
  for (let digit = 0; digit < digitsPerNumber; digit++) {
    const starts = await digitStarts(digits, digit, count, slicer);
    if (starts === null) continue;
    for (let i = 0; i < count; i++) {
      const place = places[i] as number;
      spare[starts[digits[place * digitsPerNumber + digit] as number]!++] = place;
      if (slicer.due()) await slicer.yield();
    }
    [places, spare] = [spare, places];
  }
  for (let i = 0; i < count; i++) places[i] = ids[places[i] as number] as number;
  return places;
}

/** The bits of the values, changed so that they sort as whole numbers do. All platforms of Node are little-endian. */
async function digitsInOrder(
  values: Float64Array,
  descending: boolean,
  slicer: Slicer,
): Promise<Uint16Array> {
  const copy = new Float64Array(values.length);
  const words = new Uint32Array(copy.buffer);
  const flip = descending ? 0xffff_ffff : 0;
  for (let i = 0; i < values.length; i++) {
    // Minus zero plus zero is zero, which it equals.
    copy[i] = (values[i] as number) + 0;
    const high = words[2 * i + 1] as number;
    const isNegative = (high & signBit) !== 0;
    words[2 * i]! ^= isNegative ? ~flip : flip;
    words[2 * i + 1] = high ^ (isNegative ? ~flip : flip ^ signBit);
    if (slicer.due()) await slicer.yield();
  }
  return new Uint16Array(copy.buffer);
}

/** Where the numbers with each value of a digit begin once they are sorted by it; null when all have the same. */
async function digitStarts(
  digits: Uint16Array,
  digit: number,
  count: number,
  slicer: Slicer,
): Promise<Uint32Array | null> {
  const starts = new Uint32Array(digitValues);
  for (let at = digit; at < digits.length; at += digitsPerNumber) {
    starts[digits[at] as number]!++;
    if (slicer.due()) await slicer.yield();
  }
  if (starts[digits[digit] ?? 0] === count) return null;
  let start = 0;
  for (let value = 0; value < digitValues; value++) {
    const length = starts[value] as number;
    starts[value] = start;
    start += length;
  }
  return starts;
}
