import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A page whose parts between `<!-- name -->` and `<!-- /name -->` are written by a run; the rest is people's. */

/** @param {string[][]} rows the first is the head */
export function markdownTable(rows) {
  const line = (row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const [head, ...rest] = rows;
  return [line(head), `|${' --- |'.repeat(head.length)}`, ...rest.map(line)].join('\n');
}

/**
 * @param {string} page
 * @param {string} name
 * @param {string} text
 */
export function writeSection(page, name, text) {
  mkdirSync(dirname(page), { recursive: true });
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const before = existsSync(page) ? readFileSync(page, 'utf8') : '';
  const section = `${begin}\n${text.trim()}\n${end}`;
  const [from, to] = [before.indexOf(begin), before.indexOf(end)];
  const after =
    from === -1 || to === -1
      ? `${before.trimEnd()}\n\n${section}\n`.trimStart()
      : before.slice(0, from) + section + before.slice(to + end.length);
  writeFileSync(page, after);
}
