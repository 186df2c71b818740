/** mantissa × 2^exponent, exactly. */
export interface ScaledInteger {
  mantissa: bigint;
  exponent: number;
}

/** Numerator and denominator. */
export function fractionOf({ mantissa, exponent }: ScaledInteger): [bigint, bigint] {
  return exponent < 0 ? [mantissa, 1n << BigInt(-exponent)] : [mantissa << BigInt(exponent), 1n];
}

/** `size` / `unit`, neither of them negative, to the nearest whole number, of two that are as near to the even one. */
export function halfEven(size: bigint, unit: bigint): bigint {
  const down = size / unit;
  const twice = (size % unit) * 2n;
  return twice > unit || (twice === unit && down % 2n === 1n) ? down + 1n : down;
}

/** C's `%.Nf`: exact up to the last digit, halves to the even one. `digits` stand behind the point. */
export function fixedDigits(value: ScaledInteger, digits: number): string {
  const [numerator, denominator] = fractionOf(value);
  const size = numerator < 0n ? -numerator : numerator;
  const text = halfEven(size * 10n ** BigInt(digits), denominator)
    .toString()
    .padStart(digits + 1, '0');
  const point = text.length - digits;
  return `${numerator < 0n ? '-' : ''}${text.slice(0, point)}${digits > 0 ? '.' : ''}${text.slice(point)}`;
}

/** A text with digits behind its point, without the zeros at its end and the sign of a zero. */
export function withoutZeros(text: string): string {
  const short = text.replace(/\.?0+$/, '');
  return short === '-0' ? '0' : short;
}
