import type { Binary, HashField } from '../value.ts';
import type { ByteInput } from './byte-input.ts';
import type { HashTemplates } from './dialect.ts';
import { decodeListpack } from './packed.ts';
import { readBinary, readCount, readElements, skipString } from './primitives.ts';
import { rdbTypes as t } from './types.ts';
import { unpacked } from './unpacked.ts';

/**
 * Hashes since Redis 8.10 whose names of fields stand once for many of them: at the beginning of an RDB, with a number by
 * which hashes refer to them. What DUMP gives has its names with it. Values stand in the order of the names.
 */

/** What stands behind the mark of a template. */
export function readTemplate(input: ByteInput): { id: number; names: Binary[] } {
  const id = readCount(input);
  return { id, names: readNames(input) };
}

export function decodeTemplateHash(
  input: ByteInput,
  type: number,
  templates: HashTemplates,
): Map<Binary, HashField> {
  const at = input.offset;
  const [names, values] = namesAndValues(input, type, templates);
  if (names.length !== values.length) {
    throw input.fault(`a hash has ${values.length} values for the ${names.length} names of its template`, at);
  }
  return new Map(names.map((name, index) => [name, { value: values[index] as Binary, expireAt: null }]));
}

function namesAndValues(
  input: ByteInput,
  type: number,
  templates: HashTemplates,
): [readonly Binary[], readonly Binary[]] {
  if (type === t.hashTemplateListpackRef) {
    const [id, ...values] = unpacked(input, decodeListpack);
    return [namesOf(input, Number(id ?? Number.NaN), templates), values];
  }
  const names =
    type === t.hashTemplateArrayRef ? namesOf(input, readCount(input), templates) : readOwnNames(input);
  // The number of a template stands before packed values even where the names are there themselves.
  if (type === t.hashTemplateListpack) return [names, unpacked(input, decodeListpack).slice(1)];
  return [names, names.map(() => readBinary(input))];
}

/** Passes such a hash over that is no single string. */
export function skipTemplateHash(input: ByteInput, type: number, templates: HashTemplates): undefined {
  const names =
    type === t.hashTemplateArrayRef ? namesOf(input, readCount(input), templates) : readOwnNames(input);
  const strings = type === t.hashTemplateListpack ? 1 : names.length;
  for (let i = 0; i < strings; i++) skipString(input);
}

function namesOf(input: ByteInput, id: number, templates: HashTemplates): readonly Binary[] {
  const names = templates.get(id);
  if (!names) throw input.fault('a hash refers to names of fields that the file does not have');
  return names;
}

/** The names of one hash: packed, or one after another. */
function readOwnNames(input: ByteInput): Binary[] {
  const way = readCount(input);
  if (way === 0) return unpacked(input, decodeListpack);
  if (way === 1) return readNames(input);
  throw input.fault(`the names of no hash are stored in way ${way}`);
}

function readNames(input: ByteInput): Binary[] {
  return Array.from({ length: readElements(input) }, () => readBinary(input));
}
