import { equalBytes } from '../../shared/bytes.ts';
import { cellText, columns } from '../inspector/members/cell-text.ts';
import {
  type MemberRow,
  type Members,
  parseMembers,
  type StructureType,
} from '../inspector/members/members.ts';
import { formatDate } from '../ui/format.ts';
import { lineDiff } from './line-diff.ts';
import type { DiffLine } from './value-diff.ts';

/** Longer structures are not compared member by member. In bytes of both sides. */
const maxComparedBytes = 256 * 1024;

/** What changes between two structures, a member a line; null where that is not to be told by members. */
export function memberDiff(
  type: StructureType,
  before: Uint8Array | null,
  after: Uint8Array,
): DiffLine[] | null {
  if ((before?.length ?? 0) + after.length > maxComparedBytes) return null;
  const old = before && parseMembers(type, before);
  const now = parseMembers(type, after);
  if (now === null || (before !== null && old === null)) return null;
  const lines = lineDiff(old ? linesOf(old) : [], linesOf(now));
  const tells = lines.some(({ kind }) => kind !== 'same');
  return tells || (before !== null && equalBytes(before, after)) ? lines : null;
}

function linesOf(members: Members): string[] {
  return members.rows.map((row) => {
    const deadline = members.fieldExpireAt[row[0] as string];
    const until = deadline === undefined ? '' : ` · expires ${formatDate(deadline, { year: true })}`;
    return `${lineOf(members.type, row)}${until}`;
  });
}

/** As it is typed where a new key is made: a field and its value with `=` between them, a score before its member. */
function lineOf(type: StructureType, row: MemberRow): string {
  const [first, second] = columns[type];
  const text = (cell: string, column = first) => (column ? cellText(column, cell) : cell);
  if (type === 'hash') return row.map((cell) => text(cell)).join('=');
  if (type === 'stream') {
    const [id = '', ...fields] = row;
    return [id, ...fields.map((cell) => text(cell, second))].join(' ');
  }
  return row.map((cell, at) => text(cell, columns[type][at])).join(' ');
}
