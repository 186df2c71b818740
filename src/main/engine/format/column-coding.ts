/**
 * Columns of u32 in few bytes: where values lie close together, or come in steps that do, only what they differ by is
 * kept. A coded column is three words, then its numbers, padded with zeros to a whole word:
 *
 *     word 0   width of the numbers in bytes (0, 1, 2, 4), + 256 when they are steps
 *     word 1   base
 *     word 2   steps: what the first of them is added to; otherwise 0
 *
 * A value is the base plus its number or, of steps, the value before it plus both; all modulo 2^32.
 */

const stepsFlag = 256;
const headWords = 3;
const wordBytes = 4;
const unknownWidth = 3;

/** So many words a coded column of `count` values has at most. */
export const maxCodedWords = (count: number): number => headWords + count;

/** `count` values, at least one: values[start], values[start + stride] … */
export interface Column {
  values: Uint32Array;
  start: number;
  stride: number;
  count: number;
}

/** Codes a column into target[at …). Returns where the next one goes. */
export function encodeColumn(column: Column, target: Uint32Array, at: number): number {
  const { values, start, stride, count } = column;
  const range = rangeOf(column);
  const valueWidth = widthOf(range.maxValue - range.minValue);
  const stepWidth = widthOf(range.maxStep - range.minStep);
  const steps = stepWidth < valueWidth;
  const width = steps ? stepWidth : valueWidth;
  const base = steps ? range.minStep : range.minValue;
  let before = steps ? (values[start] as number) - base : 0;
  target[at] = width + (steps ? stepsFlag : 0);
  target[at + 1] = base;
  target[at + 2] = before;
  const end = at + headWords + numberWords(width, count);
  if (width === 0) return end;
  target[end - 1] = 0;
  const numbers = numbersOf(target, at + headWords, width, count);
  for (let i = 0; i < count; i++) {
    const value = values[start + i * stride] as number;
    numbers[i] = value - before - base;
    if (steps) before = value;
  }
  return end;
}

/** Whether `source` holds exactly so many columns of `count` values. */
export const holdsColumns = (source: Uint32Array, columns: number, count: number): boolean =>
  columnStarts(source, columns, count) !== null;

/**
 * Puts rows of `columns` words back whose columns were coded one after the other: first what is the same in all rows,
 * which is copied row by row, then the others. False when `source` does not hold exactly such columns.
 */
export function decodeRows(source: Uint32Array, rows: Uint32Array, columns: number, count: number): boolean {
  const starts = columnStarts(source, columns, count);
  if (starts === null) return false;
  const isConstant = (at: number): boolean => source[at] === 0;
  for (const [i, at] of starts.entries()) if (isConstant(at)) rows[i] = source[at + 1] as number;
  const end = columns * count;
  for (let filled = columns; filled < end; filled *= 2) {
    rows.copyWithin(filled, 0, Math.min(filled, end - filled));
  }
  for (const [i, at] of starts.entries()) {
    if (!isConstant(at)) decodeColumn(source, at, { values: rows, start: i, stride: columns, count });
  }
  return true;
}

/** Adds `by`, modulo 2^32, to all values of the first of the columns. */
export function addToFirstColumn(columns: Uint32Array, by: number): void {
  const isSteps = ((columns[0] as number) & stepsFlag) !== 0;
  columns[isSteps ? 2 : 1]! += by;
}

function columnStarts(source: Uint32Array, columns: number, count: number): number[] | null {
  const starts: number[] = [];
  let at = 0;
  while (starts.length < columns) {
    starts.push(at);
    at = columnEnd(source, at, count);
    if (at < 0) return null;
  }
  return at === source.length ? starts : null;
}

/** Where the coded column at `at` ends; -1 when there is none. */
function columnEnd(source: Uint32Array, at: number, count: number): number {
  const width = (source[at] ?? unknownWidth) & ~stepsFlag;
  const end = at + headWords + numberWords(width, count);
  return width > wordBytes || width === unknownWidth || end > source.length ? -1 : end;
}

/** `source` must hold a column at `at`. */
function decodeColumn(source: Uint32Array, at: number, { values, start, stride, count }: Column): void {
  const kind = source[at] as number;
  const width = kind & ~stepsFlag;
  const base = source[at + 1] as number;
  const steps = (kind & stepsFlag) !== 0;
  const numbers = width === 0 ? null : numbersOf(source, at + headWords, width, count);
  let before = source[at + 2] as number;
  for (let i = 0, to = start; i < count; i++, to += stride) {
    const value = before + base + (numbers === null ? 0 : (numbers[i] as number));
    values[to] = value;
    if (steps) before = value >>> 0;
  }
}

const numberWords = (width: number, count: number): number => Math.ceil((count * width) / wordBytes);

/** The numbers as an array; all platforms of Node are little-endian. */
function numbersOf(
  words: Uint32Array,
  from: number,
  width: number,
  count: number,
): Uint8Array | Uint16Array | Uint32Array {
  const at = words.byteOffset + from * wordBytes;
  if (width === 1) return new Uint8Array(words.buffer, at, count);
  if (width === 2) return new Uint16Array(words.buffer, at, count);
  return new Uint32Array(words.buffer, at, count);
}

function rangeOf({ values, start, stride, count }: Column): {
  minValue: number;
  maxValue: number;
  minStep: number;
  maxStep: number;
} {
  let before = values[start] as number;
  let minValue = before;
  let maxValue = before;
  let minStep = 0xffff_ffff;
  let maxStep = 0;
  for (let i = 1; i < count; i++) {
    const value = values[start + i * stride] as number;
    const step = (value - before) >>> 0;
    if (value < minValue) minValue = value;
    if (value > maxValue) maxValue = value;
    if (step < minStep) minStep = step;
    if (step > maxStep) maxStep = step;
    before = value;
  }
  return { minValue, maxValue, minStep: Math.min(minStep, maxStep), maxStep };
}

/** Bytes that a number up to `spread` takes. */
function widthOf(spread: number): number {
  if (spread === 0) return 0;
  if (spread < 2 ** 8) return 1;
  return spread < 2 ** 16 ? 2 : wordBytes;
}
