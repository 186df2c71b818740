import type { Binary } from '../../value.ts';
import { whole, word } from '../arguments.ts';
import type { Call, CommandSpec } from '../command.ts';
import type { Database } from '../database.ts';
import { errors, fail } from '../errors.ts';
import { matchesGlob } from '../glob.ts';
import type { Reply } from '../reply.ts';

export interface ScanOptions {
  /** null = all. */
  pattern: Binary | null;
  count: number;
  type: string | null;
}

const usualCount = 10;
/** What one call looks at, at most, whatever was asked for. */
const maxLooked = 100_000;
/** Of positions without a key of this database, this many are passed at least, and ten for each key asked for. */
const passedAtLeast = 1000;

export function cursorOf(text: Binary): number {
  if (!/^[+-]?\d{1,20}$/.test(text) || BigInt(text.replace('+', '')) >= 2n ** 64n) fail('ERR invalid cursor');
  return Number(BigInt.asUintN(64, BigInt(text.replace('+', ''))));
}

/** `takesType`: only SCAN itself can be asked for a type. */
export function scanOptions(args: readonly Binary[], from: number, takesType: boolean): ScanOptions {
  const options: ScanOptions = { pattern: null, count: usualCount, type: null };
  for (let at = from; at < args.length; at += 2) {
    const option = word(args[at]);
    const value = args[at + 1];
    if (value === undefined) fail(errors.syntax);
    if (option === 'COUNT') {
      options.count = whole(value);
      if (options.count < 1) fail(errors.syntax);
    } else if (option === 'MATCH') options.pattern = value === '*' ? null : value;
    else if (option === 'TYPE' && takesType) options.type = value.toLowerCase();
    else fail(errors.syntax);
  }
  return options;
}

/**
 * Goes on where a page has found less than was asked for: what many keys have left behind them is passed by, and a
 * database of few keys is told by one answer, as many a client takes for granted.
 */
function pageOf(db: Database, from: number, count: number): { keys: Binary[]; next: number | null } {
  const end = from + Math.min(Math.max(count * 10, passedAtLeast), maxLooked);
  const { keys, next: second } = db.page(from, count);
  let next = second;
  while (next !== null && next < end && keys.length < count) {
    const page = db.page(next, count - keys.length);
    keys.push(...page.keys);
    next = page.next;
  }
  return { keys, next };
}

/** The cursor is a position among the keys of the store, which a key keeps as long as it is there. */
function scan({ args, db }: Call): Reply {
  const position = cursorOf(args[1] as Binary);
  const { pattern, count, type } = scanOptions(args, 2, true);
  const { keys, next } = pageOf(db, Math.min(position, Number.MAX_SAFE_INTEGER), Math.min(count, maxLooked));
  const chosen = keys.filter(
    (key) =>
      (pattern === null || matchesGlob(pattern, key)) && (type === null || db.peek(key)?.type === type),
  );
  return [String(next ?? 0), chosen];
}

export const scanCommand: CommandSpec = {
  name: 'scan',
  arity: -2,
  flags: 'readonly',
  since: '2.8.0',
  summary: 'Walks the keys in pieces',
  run: scan,
};
