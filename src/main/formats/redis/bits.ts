/** What Redis does with the bits of strings. */

export const bitOperations: readonly string[] = ['AND', 'OR', 'XOR', 'NOT', 'DIFF', 'DIFF1', 'ANDOR', 'ONE'];

/** One byte of the result, from the bytes at the same place; `operation` is one of `bitOperations`. */
export function combineBytes(operation: string, bytes: readonly number[]): number {
  const [first = 0, ...others] = bytes;
  const any = others.reduce((all, byte) => all | byte, 0);
  switch (operation) {
    case 'AND':
      return bytes.reduce((all, byte) => all & byte);
    case 'OR':
      return first | any;
    case 'XOR':
      return bytes.reduce((all, byte) => all ^ byte);
    case 'NOT':
      return ~first & 255;
    case 'DIFF':
      return first & ~any & 255;
    case 'DIFF1':
      return ~first & any & 255;
    case 'ANDOR':
      return first & any;
    case 'ONE':
      return onlyOnce(bytes);
    default:
      throw new RangeError(`no operation on bits is called ${operation}`);
  }
}

function onlyOnce(bytes: readonly number[]): number {
  let once = 0;
  let more = 0;
  for (const byte of bytes) {
    more |= once & byte;
    once |= byte;
  }
  return once & ~more & 255;
}

/** What becomes of a number that its field cannot hold. */
export type Overflow = 'WRAP' | 'SAT' | 'FAIL';

/** An integer of some bits within a string. */
export interface BitField {
  signed: boolean;
  bits: number;
  offset: number;
}

export function readField(bytes: Buffer, { signed, bits, offset }: BitField): bigint {
  let value = 0n;
  for (let bit = offset; bit < offset + bits; bit++) {
    value = (value << 1n) | BigInt(((bytes[Math.floor(bit / 8)] as number) >> (7 - (bit & 7))) & 1);
  }
  return signed ? BigInt.asIntN(bits, value) : value;
}

export function writeField(bytes: Buffer, { bits, offset }: BitField, value: bigint): void {
  for (let i = 0; i < bits; i++) {
    const bit = offset + i;
    const at = Math.floor(bit / 8);
    const mask = 0x80 >> (bit & 7);
    const isSet = ((value >> BigInt(bits - 1 - i)) & 1n) === 1n;
    bytes[at] = isSet ? (bytes[at] as number) | mask : (bytes[at] as number) & ~mask;
  }
}

/** null = the change fails. */
export function fitted(value: bigint, { signed, bits }: BitField, overflow: Overflow): bigint | null {
  const max = signed ? 2n ** BigInt(bits - 1) - 1n : 2n ** BigInt(bits) - 1n;
  const min = signed ? -(2n ** BigInt(bits - 1)) : 0n;
  if (value >= min && value <= max) return value;
  if (overflow === 'FAIL') return null;
  if (overflow === 'SAT') return value > max ? max : min;
  return signed ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value);
}

/**
 * The same of a number that is set, and not added up to. Redis calculates with 64 bits: where the highest that fits is
 * kept, that is also what becomes of one below an unsigned field, and of one that lies far below a signed one.
 */
export function fittedWhenSet(value: bigint, field: BitField, overflow: Overflow): bigint | null {
  const { signed, bits } = field;
  if (overflow !== 'SAT' || bits === 64) return fitted(value, field, overflow);
  if (!signed) return fitted(BigInt.asUintN(64, value), field, overflow);
  const max = 2n ** BigInt(bits - 1) - 1n;
  return max - value >= 2n ** 63n ? max : fitted(value, field, overflow);
}
