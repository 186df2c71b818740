import { fixedDigits, fractionOf, halfEven, type ScaledInteger, withoutZeros } from './fixed-digits.ts';

/**
 * Redis adds floats as `long double`, which has 64 bits of mantissa on x86 and 113 on 64-bit Arm under Linux, and
 * prints 17 digits behind the point. What both of them print is known from the operands alone.
 */

/** Bits of mantissa. */
const precisions = [64, 113];
const fractionDigits = 17;
/** Beyond it neither operand nor sum come near to the ends of either format. Decimal digits. */
const maxExponent = 400;
const maxTextLength = 800;

/** The sum as Redis prints it; null where machines differ, or an operand is no plain decimal number. */
export function addLongDoubles(a: string, b: string): string | null {
  const [first, second] = [ratioOf(a), ratioOf(b)];
  if (first === null || second === null) return null;
  const [text, ...others] = precisions.map((bits) => {
    const sum = exactSum(round(...first, bits), round(...second, bits));
    return withoutZeros(fixedDigits(round(...fractionOf(sum), bits), fractionDigits));
  });
  return text !== undefined && others.every((other) => other === text) ? text : null;
}

/** Whether it reads as a number at all, of whatever size. */
export function isFloat(text: string): boolean {
  return /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|0x[\da-f]*\.?[\da-f]*(?:p[+-]?\d+)?|inf(?:inity)?)$/i.test(
    text,
  );
}

/** Numerator and denominator. */
function ratioOf(text: string): [bigint, bigint] | null {
  const match = text.length > maxTextLength ? null : /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d{1,4}))?$/i.exec(text);
  if (!match) return null;
  const [, sign, whole = '', fraction = '', power = '0'] = match;
  const exponent = Number(power) - fraction.length;
  if (whole + fraction === '' || Math.abs(exponent) > maxExponent) return null;
  const digits = BigInt(whole + fraction) * (sign === '-' ? -1n : 1n);
  return exponent < 0 ? [digits, 10n ** BigInt(-exponent)] : [digits * 10n ** BigInt(exponent), 1n];
}

/** To the nearest number of so many bits, of two that are as near to the even one. */
function round(numerator: bigint, denominator: bigint, bits: number): ScaledInteger {
  if (numerator === 0n) return { mantissa: 0n, exponent: 0 };
  const size = numerator < 0n ? -numerator : numerator;
  // One bit more than are kept is there for sure, and the rest of the division tells what lies below it.
  const shift = bits + 2 - (bitLength(size) - bitLength(denominator));
  const [above, below] =
    shift >= 0 ? [size << BigInt(shift), denominator] : [size, denominator << BigInt(-shift)];
  const quotient = above / below;
  const surplus = bitLength(quotient) - bits;
  const kept = halfEven(quotient * 2n + (above % below === 0n ? 0n : 1n), 2n ** BigInt(surplus + 1));
  return { mantissa: numerator < 0n ? -kept : kept, exponent: surplus - shift };
}

const bitLength = (size: bigint): number => size.toString(2).length;

function exactSum(a: ScaledInteger, b: ScaledInteger): ScaledInteger {
  const exponent = Math.min(a.exponent, b.exponent);
  const scaled = (one: ScaledInteger) => one.mantissa << BigInt(one.exponent - exponent);
  return { mantissa: scaled(a) + scaled(b), exponent };
}
