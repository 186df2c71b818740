import type { DiffLine } from './value-diff.ts';

/** Beyond this the middle is shown as replaced: the table of a comparison grows with the product of both sides. */
const maxTableCells = 1_000_000;
const context = 1;

/** Removed and added lines, with a line of what stays the same around them. */
export function lineDiff(before: readonly string[], after: readonly string[]): DiffLine[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head += 1;
  let tail = 0;
  while (
    tail < before.length - head &&
    tail < after.length - head &&
    before.at(-1 - tail) === after.at(-1 - tail)
  )
    tail += 1;
  const old = before.slice(head, before.length - tail);
  const now = after.slice(head, after.length - tail);
  const same = (lines: readonly string[]): DiffLine[] => lines.map((text) => ({ kind: 'same', text }));
  return [
    ...same(before.slice(Math.max(0, head - context), head)),
    ...(old.length * now.length > maxTableCells ? replaced(old, now) : longestCommon(old, now)),
    ...same(before.slice(before.length - tail, before.length - tail + context)),
  ];
}

function replaced(old: readonly string[], now: readonly string[]): DiffLine[] {
  return [
    ...old.map((text): DiffLine => ({ kind: 'removed', text })),
    ...now.map((text): DiffLine => ({ kind: 'added', text })),
  ];
}

function longestCommon(old: readonly string[], now: readonly string[]): DiffLine[] {
  const width = now.length + 1;
  const length = new Uint32Array((old.length + 1) * width);
  const at = (row: number, column: number) => length[row * width + column] as number;
  for (let row = old.length - 1; row >= 0; row--) {
    for (let column = now.length - 1; column >= 0; column--) {
      length[row * width + column] =
        old[row] === now[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const lines: DiffLine[] = [];
  let row = 0;
  let column = 0;
  while (row < old.length || column < now.length) {
    if (row < old.length && column < now.length && old[row] === now[column]) {
      lines.push({ kind: 'same', text: old[row] as string });
      row += 1;
      column += 1;
    } else if (column >= now.length || (row < old.length && at(row + 1, column) >= at(row, column + 1))) {
      lines.push({ kind: 'removed', text: old[row] as string });
      row += 1;
    } else {
      lines.push({ kind: 'added', text: now[column] as string });
      column += 1;
    }
  }
  return lines;
}
