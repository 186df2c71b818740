import type { ByteInput } from './byte-input.ts';
import type { Dialect } from './dialect.ts';
import { skipKeyMetadata } from './skip-value.ts';
import { opcodes } from './types.ts';

/** The type of a value as DUMP gives it: what modules keep beside its key may stand in front. */
export function readPayloadType(input: ByteInput, { valkey }: Dialect): number {
  const first = input.byte();
  if (first !== opcodes.keyMetadata || valkey) return first;
  skipKeyMetadata(input);
  return input.byte();
}
