import type { MemberRow, Members, StructureType } from './members.ts';
import { scoreOf } from './members.ts';

/** The structure after an edit, or why there can be none, in a sentence. */
export type Edited = Members | { problem: string };

/** The cell that names a row, so that no two may have the same; null where any may. */
const nameColumn: Record<StructureType, number | null> = { list: null, set: 0, hash: 0, zset: 1, stream: 0 };
const what: Record<StructureType, string> = {
  list: 'element',
  set: 'member',
  hash: 'field',
  zset: 'member',
  stream: 'entry',
};

export function memberWord(type: StructureType): string {
  return what[type];
}

export function setCell(members: Members, at: number, column: number, cell: string): Edited {
  const row = members.rows[at]!;
  if (row[column] === cell) return members;
  const next = row.with(column, cell);
  const problem = problemOf(members, next, at);
  if (problem !== null) return { problem };
  const renamed = members.type === 'hash' && column === 0;
  return {
    ...members,
    rows: members.rows.with(at, next),
    fieldExpireAt: renamed ? without(members.fieldExpireAt, row[0]!) : members.fieldExpireAt,
  };
}

export function addRow(members: Members, row: MemberRow): Edited {
  const problem = problemOf(members, row, -1);
  return problem === null ? { ...members, rows: [...members.rows, row] } : { problem };
}

/** A structure without rows is no key: that is for the key itself to be deleted. */
export function removeRow(members: Members, at: number): Edited {
  const { type, rows, stream } = members;
  if (rows.length === 1 && type !== 'stream') {
    return { problem: `A ${typeWord(type)} needs at least one ${what[type]}: delete the key instead.` };
  }
  const gone = rows[at]!;
  return {
    ...members,
    rows: rows.toSpliced(at, 1),
    fieldExpireAt: type === 'hash' ? without(members.fieldExpireAt, gone[0]!) : members.fieldExpireAt,
    stream: stream && { ...stream, maxDeletedId: laterId(stream.maxDeletedId, gone[0]!) },
  };
}

/** Of lists only: their order is theirs. */
export function moveRow(members: Members, from: number, to: number): Members {
  const { rows } = members;
  if (to < 0 || to >= rows.length) return members;
  return { ...members, rows: rows.toSpliced(from, 1).toSpliced(to, 0, rows[from]!) };
}

function problemOf({ type, rows }: Members, row: MemberRow, at: number): string | null {
  if (type === 'zset' && Number.isNaN(scoreOf(row[0]!))) {
    return `"${row[0]}" is no score: write a number, inf or -inf.`;
  }
  const column = nameColumn[type];
  if (column === null) return null;
  const isTaken = rows.some((other, index) => index !== at && other[column] === row[column]);
  return isTaken ? `This ${what[type]} is there already: no two may be the same.` : null;
}

function typeWord(type: StructureType): string {
  return type === 'zset' ? 'sorted set' : type;
}

function without(deadlines: Readonly<Record<string, number>>, field: string): Record<string, number> {
  const { [field]: _gone, ...rest } = deadlines;
  return rest;
}

function laterId(a: string, b: string): string {
  const [x = 0, i = 0] = a.split('-').map(Number);
  const [y = 0, j = 0] = b.split('-').map(Number);
  return x > y || (x === y && i > j) ? a : b;
}
