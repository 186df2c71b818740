import { fromBase64, looseText, utf8 } from '../../../shared/bytes.ts';
import type { ValueType } from '../../../shared/model.ts';

export const structureTypes = ['list', 'set', 'hash', 'zset', 'stream'] as const;
export type StructureType = (typeof structureTypes)[number];

export function isStructure(type: ValueType): type is StructureType {
  return structureTypes.some((each) => each === type);
}

/**
 * A structure as rows of cells: base64 of bytes, but for a score and an entry's id.
 *
 *     list [element] · set [member] · hash [field, value] · zset [score, member] · stream [id, field, value, …]
 */
export type MemberRow = readonly string[];

export interface Members {
  type: StructureType;
  rows: readonly MemberRow[];
  /** ms since 1970 by base64 of the field; empty but for hashes whose fields have deadlines. */
  fieldExpireAt: Readonly<Record<string, number>>;
  /** What a stream has beside its entries; null for other types. */
  stream: StreamFacts | null;
}

export interface StreamFacts {
  lastId: string;
  maxDeletedId: string;
  entriesAdded: number;
  groups: readonly unknown[];
}

/** The JSON that a structure is stored as. */
interface Stored {
  value: unknown;
  fieldExpireAt?: Readonly<Record<string, number>>;
  stream?: StreamFacts;
}

/** Reads the JSON that a structure is stored as; null when it is not that of the type. */
export function parseMembers(type: StructureType, bytes: Uint8Array): Members | null {
  try {
    const stored = JSON.parse(looseText(bytes)) as Stored;
    return {
      type,
      rows: rowsOf(type, stored.value),
      fieldExpireAt: stored.fieldExpireAt ?? {},
      stream: stored.stream ?? null,
    };
  } catch {
    return null;
  }
}

function rowsOf(type: StructureType, value: unknown): MemberRow[] {
  switch (type) {
    case 'list':
    case 'set':
      return (value as string[]).map((item) => [item]);
    case 'hash':
      return Object.entries(value as Record<string, string>);
    case 'zset':
      return (value as [string, string][]).map(([member, score]) => [score, member]);
    case 'stream':
      return (value as [string, string[]][]).map(([id, fields]) => [id, ...fields]);
  }
}

/** The JSON as it is stored: sets and sorted sets in their order. */
export function encodeMembers({ type, rows, fieldExpireAt, stream }: Members): Uint8Array {
  const stored: Stored = { value: storedValue(type, rows) };
  if (Object.keys(fieldExpireAt).length > 0) stored.fieldExpireAt = fieldExpireAt;
  if (stream !== null) stored.stream = stream;
  return utf8(JSON.stringify(stored));
}

function storedValue(type: StructureType, rows: readonly MemberRow[]): unknown {
  switch (type) {
    case 'list':
      return rows.map(([item]) => item);
    case 'set':
      return rows.map(([item]) => item!).sort();
    case 'hash':
      return Object.fromEntries(rows.map(([field, value]) => [field!, value!]));
    case 'zset':
      return rows.toSorted(byScore).map(([score, member]) => [member, score]);
    case 'stream':
      return rows.map(([id, ...fields]) => [id, fields]);
  }
}

/** By score, then by the member's bytes, as Redis ranks them. */
function byScore([a, x]: MemberRow, [b, y]: MemberRow): number {
  const difference = scoreOf(a!) - scoreOf(b!);
  if (difference !== 0 && !Number.isNaN(difference)) return difference;
  const [left, right] = [fromBase64(x!)!, fromBase64(y!)!];
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    if (left[at] !== right[at]) return left[at]! - right[at]!;
  }
  return left.length - right.length;
}

/** A score as Redis writes it: a decimal number, `inf` or `-inf`. NaN for anything else. */
export function scoreOf(text: string): number {
  if (/^[+-]?inf$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
}

/** A structure of one row: what a new key begins with. */
export function newMembers(type: StructureType, row: MemberRow, nowMs: number): Members {
  const empty: Members = {
    type,
    rows: [],
    fieldExpireAt: {},
    stream: type === 'stream' ? { lastId: '0-0', maxDeletedId: '0-0', entriesAdded: 0, groups: [] } : null,
  };
  return type === 'stream' ? addEntry(empty, row, nowMs) : { ...empty, rows: [row] };
}

/** An entry behind the last one, with an id of now, or right behind the last id where a clock is behind it. */
export function addEntry(members: Members, fields: MemberRow, nowMs: number): Members {
  const stream = members.stream!;
  const [ms = 0, sequence = 0] = stream.lastId.split('-').map(Number);
  const id = nowMs > ms ? `${nowMs}-0` : `${ms}-${sequence + 1}`;
  return {
    ...members,
    rows: [...members.rows, [id, ...fields]],
    stream: { ...stream, lastId: id, entriesAdded: stream.entriesAdded + 1 },
  };
}
