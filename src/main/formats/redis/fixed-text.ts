import { fixedDigits, type ScaledInteger } from './fixed-digits.ts';

const mantissaBits = 52;
const exponentBias = 1075;
const view = new DataView(new ArrayBuffer(8));

/** C's `%.Nf` of any number. `digits` stand behind the point. */
export function fixedText(value: number, digits: number): string {
  if (Number.isNaN(value)) return 'nan';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  if (!Number.isFinite(value)) return `${sign}inf`;
  return sign + fixedDigits(scaledOf(Math.abs(value)), digits);
}

/** Exactly. */
function scaledOf(value: number): ScaledInteger {
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const exponent = Number(bits >> BigInt(mantissaBits));
  const fraction = bits & ((1n << BigInt(mantissaBits)) - 1n);
  // The smallest numbers have no bit in front of the others.
  const mantissa = exponent === 0 ? fraction : fraction | (1n << BigInt(mantissaBits));
  return { mantissa, exponent: Math.max(1, exponent) - exponentBias };
}
