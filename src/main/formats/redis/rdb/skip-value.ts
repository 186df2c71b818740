import type { ByteInput } from './byte-input.ts';
import type { Dialect } from './dialect.ts';
import { skipTemplateHash } from './hash-template.ts';
import { readCount, readElements, readUint64, skipString } from './primitives.ts';
import { skipArray } from './skip-array.ts';
import { isOneString, rdbTypes as t } from './types.ts';

/** What follows each value of a module's record. */
const moduleOpcodes = { end: 0, signed: 1, unsigned: 2, float: 3, double: 4, string: 5 } as const;

/** Passes a value over by its lengths alone. `length`: of a string its own, of anything else what it takes. */
export function skipValue(
  input: ByteInput,
  type: number,
  dialect: Dialect,
): { length: number; contentAt: number | null } {
  const start = input.offset;
  if (type === t.string) return skipString(input);
  if (isOneString(type)) skipString(input);
  else skipStructure(input, type, dialect);
  return { length: input.offset - start, contentAt: null };
}

function skipStructure(
  input: ByteInput,
  type: number,
  { valkey, templates = new Map() }: Dialect,
): undefined {
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
    case t.stream4:
    case t.stream5:
      return skipStream(input, type);
    case t.hashTemplateListpack:
    case t.hashTemplateArray:
    case t.hashTemplateArrayRef:
      return skipTemplateHash(input, type, templates);
    case t.array:
      return skipArray(input);
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
      input.skip(type >= t.stream3 ? 16 : 8);
      repeat(input, 16, () => input.skip(16));
    });
    // Once more the ids of the pending entries that nobody holds.
    if (type >= t.stream5) repeat(input, 16, () => input.skip(16));
  });
  if (type >= t.stream4) skipProducers(input);
}

/**
 * What a stream remembers of its producers, so that an entry sent twice is taken once: for how many seconds, of how many
 * entries each, the producers with names of entries and their ids, and two counts. None of it is part of the entries.
 */
export function skipProducers(input: ByteInput): undefined {
  skipNumbers(input, 2);
  repeat(input, 2, () => {
    skipString(input);
    repeat(input, 3, () => {
      skipString(input);
      skipNumbers(input, 2);
    });
  });
  skipNumbers(input, 2);
}

/** A module's id, then values that each say what they are. */
export function skipModule(input: ByteInput): undefined {
  readUint64(input);
  skipModuleValues(input);
}

/** What modules keep beside a key, since Redis 8.6: of each class its name, and values that say what they are. */
export function skipKeyMetadata(input: ByteInput): undefined {
  repeat(input, 5, () => {
    input.skip(4);
    skipModuleValues(input);
  });
}

function skipModuleValues(input: ByteInput): undefined {
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
