import { toBase64, utf8 } from '../../../shared/bytes.ts';
import { parseKey } from '../../ui/key-format.ts';
import { brokenEscape } from './cell-text.ts';
import { addRow, type Edited } from './edit-members.ts';
import { type Members, newMembers, type StructureType } from './members.ts';

/** What to type for the members of a new key, a line each. */
export const lineHints: Record<StructureType, string> = {
  list: 'An element a line',
  set: 'A member a line',
  hash: 'field=value, one a line',
  zset: 'score member, one a line',
  stream: 'field=value, one a line: the first entry',
};

/** A structure from lines of text; bytes are typed as in keys. */
export function membersFromLines(type: StructureType, text: string, nowMs: number): Edited {
  const lines = text.split('\n').filter((line) => line !== '');
  const rows: string[][] = [];
  for (const line of lines) {
    const row = rowFrom(type, line);
    if ('problem' in row) return row;
    rows.push(row.cells);
  }
  const [first, ...more] = type === 'stream' && rows.length > 0 ? [rows.flat()] : rows;
  if (first === undefined) return { problem: `Type ${lineHints[type].toLowerCase()}.` };
  const problem = addRow(emptyOf(type), first);
  if ('problem' in problem) return problem;
  let members: Edited = newMembers(type, first, nowMs);
  for (const row of more) {
    if ('problem' in members) return members;
    members = addRow(members, row);
  }
  return members;
}

function emptyOf(type: StructureType): Members {
  return { type, rows: [], fieldExpireAt: {}, stream: null };
}

function rowFrom(type: StructureType, line: string): { cells: string[] } | { problem: string } {
  const pair = type === 'zset' ? /^(\S+)\s(.*)$/.exec(line) : /^([^=]*)=(.*)$/.exec(line);
  if (type === 'list' || type === 'set') return cellsOf([line], []);
  if (pair === null) return { problem: `“${line}” is not as it should be: ${lineHints[type]}.` };
  return type === 'zset' ? cellsOf([pair[2]!], [pair[1]!]) : cellsOf([pair[1]!, pair[2]!], []);
}

function cellsOf(
  texts: readonly string[],
  before: readonly string[],
): { cells: string[] } | { problem: string } {
  const cells = texts.map((text) => parseKey(text));
  if (cells.some((cell) => cell === null)) return { problem: brokenEscape };
  return { cells: [...before, ...cells.map((cell) => toBase64(cell ?? utf8('')))] };
}
