import { halfEven } from './long-double.ts';

const mantissaBits = 52;
const exponentBias = 1075;
const view = new DataView(new ArrayBuffer(8));

/** C's `%.Nf`: exact up to the last digit, halves to the even one. `digits` stand behind the point. */
export function fixedText(value: number, digits: number): string {
  if (Number.isNaN(value)) return 'nan';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  if (!Number.isFinite(value)) return `${sign}inf`;
  const [numerator, denominator] = fractionOf(Math.abs(value));
  const text = halfEven(numerator * 10n ** BigInt(digits), denominator)
    .toString()
    .padStart(digits + 1, '0');
  const point = text.length - digits;
  return `${sign}${text.slice(0, point)}${digits > 0 ? '.' : ''}${text.slice(point)}`;
}

/** Exactly. */
function fractionOf(value: number): [numerator: bigint, denominator: bigint] {
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const exponent = Number(bits >> BigInt(mantissaBits));
  const fraction = bits & ((1n << BigInt(mantissaBits)) - 1n);
  // The smallest numbers have no bit in front of the others.
  const mantissa = exponent === 0 ? fraction : fraction | (1n << BigInt(mantissaBits));
  const power = Math.max(1, exponent) - exponentBias;
  return power < 0 ? [mantissa, 1n << BigInt(-power)] : [mantissa << BigInt(power), 1n];
}
