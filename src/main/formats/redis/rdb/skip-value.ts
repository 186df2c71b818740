import type { ByteInput } from './byte-input.ts';
import { readCount, readElements, readUint64, skipString } from './primitives.ts';
import { isOneString, rdbTypes as t } from './types.ts';

/** What follows each value of a module's record. */
const moduleOpcodes = { end: 0, signed: 1, unsigned: 2, float: 3, double: 4, string: 5 } as const;

/** Passes a value over by its lengths alone. `length`: of a string its own, of anything else what it takes. */
export function skipValue(
  input: ByteInput,
  type: number,
  valkey: boolean,
): { length: number; contentAt: number | null } {
  const start = input.offset;
  if (type === t.string) return skipString(input);
  if (isOneString(type)) skipString(input);
  else skipStructure(input, type, valkey);
  return { length: input.offset - start, contentAt: null };
}

function skipStructure(input: ByteInput, type: number, valkey: boolean): undefined {
  switch (type) {
    case t.hashListpackEx:
      input.skip(8);
      skipString(input);
      return;
    case t.list:
    case t.set:
    case t.listQuicklist:
      return repeat(input, 1, () => skipString(input));
    case t.listQuicklist2:
      return repeat(input, 2, () => {
        readCount(input);
        skipString(input);
      });
    case t.zset:
      return repeat(input, 2, () => {
        skipString(input);
        const length = input.byte();
        if (length < 253) input.skip(length);
      });
    case t.zset2:
      return repeat(input, 9, () => {
        skipString(input);
        input.skip(8);
      });
    case t.hash:
      return repeat(input, 2, () => skipStrings(input, 2));
    case t.hashMetadata:
      input.skip(8);
      return repeat(input, 3, () => skipExpiring(input));
    case t.hashMetadataEarly:
      return repeat(input, 3, () => {
        if (!valkey) return skipExpiring(input);
        skipStrings(input, 2);
        input.skip(8);
      });
    case t.stream1:
    case t.stream2:
    case t.stream3:
      return skipStream(input, type);
    case t.module2:
      return skipModule(input);
    case t.module1:
      throw input.fault('the value of an old module cannot be passed over without that module');
    default:
      throw input.fault(`no value has type ${type}`);
  }
}

function skipExpiring(input: ByteInput): undefined {
  readCount(input);
  skipStrings(input, 2);
}

function skipStream(input: ByteInput, type: number): undefined {
  repeat(input, 2, () => skipStrings(input, 2));
  skipNumbers(input, type === t.stream1 ? 3 : 8);
  repeat(input, 1, () => {
    skipString(input);
    skipNumbers(input, type === t.stream1 ? 2 : 3);
    repeat(input, 25, () => {
      input.skip(24);
      readUint64(input);
    });
    repeat(input, 1, () => {
      skipString(input);
      input.skip(type === t.stream3 ? 16 : 8);
      repeat(input, 16, () => input.skip(16));
    });
  });
}

/** A module's id, then values that each say what they are. */
export function skipModule(input: ByteInput): undefined {
  readUint64(input);
  for (;;) {
    const opcode = readCount(input);
    if (opcode === moduleOpcodes.end) return;
    if (opcode === moduleOpcodes.signed || opcode === moduleOpcodes.unsigned) readUint64(input);
    else if (opcode === moduleOpcodes.float) input.skip(4);
    else if (opcode === moduleOpcodes.double) input.skip(8);
    else if (opcode === moduleOpcodes.string) skipString(input);
    else throw input.fault(`no value of a module has mark ${opcode}`);
  }
}

function repeat(input: ByteInput, elementBytes: number, once: () => void): undefined {
  for (let left = readElements(input, elementBytes); left > 0; left--) once();
}

function skipStrings(input: ByteInput, count: number): void {
  for (let i = 0; i < count; i++) skipString(input);
}

function skipNumbers(input: ByteInput, count: number): void {
  for (let i = 0; i < count; i++) readUint64(input);
}
