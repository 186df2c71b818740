import type { Binary } from './value.ts';

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const hexadecimal = /^([+-]?)0x([\da-f]*)\.?([\da-f]*)(?:p([+-]?\d+))?$/i;
const infinite = /^([+-]?)inf(?:inity)?$/i;
/** What lies nearer to zero has fewer digits than others, and C calls it out of range. */
const smallest = 2 ** -1022;

/**
 * What C's `strtod` makes of a text up to its first NUL, as Redis takes the weights of SORT: nothing at all is 0. null
 * when something is left over, when it is no number, or when it is out of range.
 */
export function strtod(text: Binary): number | null {
  const read = readFloat(upToNul(text));
  return read?.isInRange && (read.isZero || Math.abs(read.value) >= smallest) ? read.value : null;
}

/**
 * A float as Redis takes it for a score: all of the text, and no white space. null for what it refuses; what is nearer
 * to zero than floats with all of their digits is taken as it comes out.
 */
export function strictFloat(text: Binary): number | null {
  if (text === '' || /^\s|\0/.test(text)) return null;
  const read = readFloat(text);
  return read?.isInRange && (read.isZero || read.value !== 0) ? read.value : null;
}

/** A float as Redis takes it for the end of a range of scores, where it asks for no more than that all of it is read. */
export function looseFloat(text: Binary): number | null {
  return readFloat(upToNul(text))?.value ?? null;
}

interface Float {
  value: number;
  /** Its digits say so, and not how little of them a float keeps. */
  isZero: boolean;
  /** Not infinite, unless it says so itself. */
  isInRange: boolean;
}

function readFloat(text: Binary): Float | null {
  if (text === '') return { value: 0, isZero: true, isInRange: true };
  const digits = text.replace(/^[ \t\n\v\f\r]+/, '');
  const infinity = infinite.exec(digits);
  if (infinity) {
    const value = infinity[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    return { value, isZero: false, isInRange: true };
  }
  if (decimal.test(digits)) return finite(Number(digits), !/[1-9]/.test(digits.replace(/e.*$/i, '')));
  const hex = hexadecimal.exec(digits);
  if (!hex || `${hex[2]}${hex[3]}` === '') return null;
  const [, sign, high = '', low = '', power = '0'] = hex;
  const mantissa = BigInt(`0x${high}${low}`);
  const value = Number(mantissa) * 2 ** (Number(power) - 4 * low.length);
  return finite(sign === '-' ? -value : value, mantissa === 0n);
}

const finite = (value: number, isZero: boolean): Float => ({
  value,
  isZero,
  isInRange: Number.isFinite(value),
});

function upToNul(text: Binary): Binary {
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}
