import { fixedDigits, halfEven, withoutZeros } from '../../fixed-digits.ts';
import type { Binary } from '../../value.ts';

/**
 * Arithmetic in floats with 64 bits of mantissa, as x86 has them and Redis uses them for INCRBYFLOAT: sums print as
 * there, which a number of JavaScript with its 53 bits would not.
 */
export interface LongDouble {
  /** value = mantissa × 2^exponent; the mantissa has at most 64 bits. */
  mantissa: bigint;
  exponent: number;
}

const mantissaBits = 64;
/** Redis prints so many digits behind the point, and leaves out the zeros at their end. */
const printedDigits = 17;
const maxDigits = 5000;
const maxTenExponent = 4950;
const maxBinaryExponent = 16_384;
const pattern = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,6}))?$/i;

const hexPattern = /^([+-]?)0x([\da-f]*)(?:\.([\da-f]*))?(?:p([+-]?\d{1,6}))?$/i;
const bitsOfHexDigit = 4;

/** As C reads it; null when the text is no number. */
export function parseLongDouble(text: Binary): LongDouble | 'infinite' | null {
  if (/^[+-]?inf(?:inity)?$/i.test(text)) return 'infinite';
  const hex = hexPattern.exec(text);
  if (hex) return parseHex(hex);
  const match = pattern.exec(text);
  const [, sign = '', whole = '', fraction = '', exponentText = '0'] = match ?? [];
  if (!match || whole + fraction === '' || whole.length + fraction.length > maxDigits) return null;
  const digits = BigInt(whole + fraction) * (sign === '-' ? -1n : 1n);
  const tenExponent = Number(exponentText) - fraction.length;
  if (Math.abs(tenExponent) > maxTenExponent) return digits === 0n ? { mantissa: 0n, exponent: 0 } : null;
  return tenExponent >= 0
    ? rounded(digits * 10n ** BigInt(tenExponent), 1n, 0)
    : rounded(digits, 10n ** BigInt(-tenExponent), 0);
}

function parseHex([, sign, whole = '', fraction = '', exponentText = '0']: RegExpExecArray) {
  const text = whole + fraction;
  if (text === '' || text.length > maxDigits) return null;
  const digits = BigInt(`0x${text}`) * (sign === '-' ? -1n : 1n);
  const exponent = Number(exponentText) - bitsOfHexDigit * fraction.length;
  const value = rounded(digits, 1n, exponent);
  return isFiniteDouble(value) && exponent >= -maxBinaryExponent ? value : null;
}

export function addLongDoubles(a: LongDouble, b: LongDouble): LongDouble {
  const exponent = Math.min(a.exponent, b.exponent);
  const sum = (a.mantissa << BigInt(a.exponent - exponent)) + (b.mantissa << BigInt(b.exponent - exponent));
  return rounded(sum, 1n, exponent);
}

export function isFiniteDouble({ mantissa, exponent }: LongDouble): boolean {
  return mantissa === 0n || exponent + bitsOf(mantissa) <= maxBinaryExponent;
}

/** As `%.17Lf` prints it, without zeros at the end. */
export function longDoubleText(value: LongDouble): string {
  return withoutZeros(fixedDigits(value, printedDigits));
}

/** numerator / denominator × 2^exponent, to the nearest float. */
function rounded(numerator: bigint, denominator: bigint, exponent: number): LongDouble {
  if (numerator === 0n) return { mantissa: 0n, exponent: 0 };
  const shift = mantissaBits - (bitsOf(numerator) - bitsOf(denominator));
  const mantissa =
    shift >= 0
      ? roundedQuotient(numerator << BigInt(shift), denominator)
      : roundedQuotient(numerator, denominator << BigInt(-shift));
  // The quotient can have one bit more than wanted: it is then rounded once, to the right place.
  if (bitsOf(mantissa) <= mantissaBits) return { mantissa, exponent: exponent - shift };
  const wider = shift - 1;
  const again =
    wider >= 0
      ? roundedQuotient(numerator << BigInt(wider), denominator)
      : roundedQuotient(numerator, denominator << BigInt(-wider));
  return { mantissa: again, exponent: exponent - wider };
}

/** To the nearest integer, halves to the even one. */
function roundedQuotient(numerator: bigint, denominator: bigint): bigint {
  return numerator < 0n ? -halfEven(-numerator, denominator) : halfEven(numerator, denominator);
}

function bitsOf(value: bigint): number {
  return (value < 0n ? -value : value).toString(2).length;
}
