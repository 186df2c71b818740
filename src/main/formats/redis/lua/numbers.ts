import { type Binary, binaryOf, bytesOf } from '../value.ts';

/** Added to a float, it moves the last 32 bits of its whole part to the end of the mantissa. */
const lowBitsAt = 6755399441055744;
const bits = new DataView(new ArrayBuffer(8));

/** The last 32 bits of a number's whole part, as Lua BitOp takes them. */
export function lowBits(value: number): number {
  bits.setFloat64(0, value + lowBitsAt);
  return bits.getInt32(4);
}

const rotated = (value: number, by: number): number => (value << (by & 31)) | (value >>> ((32 - by) & 31));

/** One function of Lua BitOp. */
export function bitOperation(name: string, values: readonly number[]): number | Binary {
  const [first = 0, ...others] = values.map(lowBits);
  const [by = 0] = others;
  switch (name) {
    case 'bnot':
      return ~first;
    case 'band':
      return others.reduce((all, each) => all & each, first);
    case 'bor':
      return others.reduce((all, each) => all | each, first);
    case 'bxor':
      return others.reduce((all, each) => all ^ each, first);
    case 'lshift':
      return first << (by & 31);
    case 'rshift':
      return (first >>> (by & 31)) | 0;
    case 'arshift':
      return first >> (by & 31);
    case 'rol':
      return rotated(first, by);
    case 'ror':
      return rotated(first, -by);
    case 'bswap':
      bits.setInt32(0, first);
      return bits.getInt32(0, true);
    case 'tohex':
      return hexOf(first, values.length > 1 ? by : 8);
    default:
      return first;
  }
}

/** So many digits from the end; of a negative number of them, in upper case. */
function hexOf(value: number, digits: number): Binary {
  const text = (value >>> 0).toString(16).padStart(8, '0');
  const shown = text.slice(8 - Math.min(8, Math.abs(digits)));
  return digits < 0 ? shown.toUpperCase() : shown;
}

/** What C's `printf` makes of a whole number of 64 bits. `flags` ends with width and precision. */
export function formatInteger(flags: string, kind: string, value: number): Binary {
  const [, marks = '', width = '', , precision] = /^([-+ #0]*)(\d*)(\.(\d*))?$/.exec(flags) ?? [];
  const whole = BigInt(Number.isFinite(value) ? Math.trunc(value) : -(2 ** 63));
  const isSigned = kind === 'd' || kind === 'i';
  const given = isSigned ? BigInt.asIntN(64, clamped(whole)) : BigInt.asUintN(64, clamped(whole));
  const base = kind === 'o' ? 8 : kind === 'x' || kind === 'X' ? 16 : 10;
  let digits = (given < 0n ? -given : given).toString(base).padStart(Number(precision ?? 1), '0');
  if (marks.includes('#') && base === 8 && !digits.startsWith('0')) digits = `0${digits}`;
  const positive = marks.includes('+') ? '+' : marks.includes(' ') ? ' ' : '';
  let sign = isSigned ? (given < 0n ? '-' : positive) : '';
  if (marks.includes('#') && base === 16 && given !== 0n) sign = '0x';
  const room = Number(width) - sign.length;
  if (marks.includes('0') && !marks.includes('-') && precision === undefined)
    digits = digits.padStart(room, '0');
  const text = sign + digits;
  const padded = marks.includes('-') ? text.padEnd(Number(width)) : text.padStart(Number(width));
  return kind === 'X' ? padded.toUpperCase() : padded;
}

/** What a float beyond 64 bits becomes as an integer on the machines that Redis runs on. */
function clamped(whole: bigint): bigint {
  const limit = 2n ** 63n;
  return whole >= limit || whole < -limit ? -limit : whole;
}

/** C's `strtoul` of a text that is a number in that base, in 64 bits. */
export function parseUnsigned(text: Binary, base: number): number {
  const [, sign, digits = ''] = /^\s*([+-]?)(?:0[xX])?([0-9a-zA-Z]*)\s*$/.exec(text) ?? [];
  let value = 0n;
  for (const digit of digits) value = value * BigInt(base) + BigInt(Number.parseInt(digit, 36));
  const most = 2n ** 64n - 1n;
  if (value > most) return Number(most);
  return Number(sign === '-' ? BigInt.asUintN(64, -value) : value);
}

/** The bytes of a float, the highest first: 4 for `f`, 8 for `d`. */
export function floatBytes(kind: string, value: number): Binary {
  const bytes = Buffer.alloc(kind === 'f' ? 4 : 8);
  if (kind === 'f') bytes.writeFloatBE(value);
  else bytes.writeDoubleBE(value);
  return binaryOf(bytes);
}

export function floatOf(bytes: Binary): number {
  return bytes.length === 4 ? bytesOf(bytes).readFloatBE() : bytesOf(bytes).readDoubleBE();
}
