import type { Binary } from '../value.ts';
import type { ByteInput } from './byte-input.ts';
import { readString } from './primitives.ts';

/** The elements of a packing, which stands as one string. */
export function unpacked(
  input: ByteInput,
  decode: (bytes: Buffer, strict: boolean) => Binary[] | null,
): Binary[] {
  const at = input.offset;
  const items = decode(readString(input), input.strict);
  if (items === null) throw input.fault('a packed structure is damaged', at);
  return items;
}
