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
  const end = text.indexOf('\0');
  const whole = end < 0 ? text : text.slice(0, end);
  if (whole === '') return 0;
  const digits = whole.replace(/^[ \t\n\v\f\r]+/, '');
  const infinity = infinite.exec(digits);
  if (infinity) return infinity[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (decimal.test(digits)) return inRange(Number(digits), /[1-9]/.test(digits.replace(/e.*$/i, '')));
  const hex = hexadecimal.exec(digits);
  if (!hex || `${hex[2]}${hex[3]}` === '') return null;
  const [, sign, high = '', low = '', power = '0'] = hex;
  const mantissa = BigInt(`0x${high}${low}`);
  const value = Number(mantissa) * 2 ** (Number(power) - 4 * low.length);
  return inRange(sign === '-' ? -value : value, mantissa !== 0n);
}

function inRange(value: number, isNotZero: boolean): number | null {
  if (!Number.isFinite(value)) return null;
  return isNotZero && Math.abs(value) < smallest ? null : value;
}
