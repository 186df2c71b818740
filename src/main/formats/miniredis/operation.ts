import { parseValue, type Range, readMembers, skipSpace } from './json-members.ts';

/** One line of the log, or one entry of the snapshot. Ranges are those of the JSON tokens, quotes included. */
export interface Operation {
  op: 'set' | 'delete';
  key: string;
  value: Range | null;
  /** ms since 1970; null = never. */
  expireAt: number | null;
}

export type Parsed = { operation: Operation; end: number } | { operation: null; reason: string };

/**
 * A line as `put` and `delete` write it, beginning at `start`. A member that is not known is passed over as long as
 * none that is known is missing: what is missing may be what the unknown one was.
 */
export function parseOperation(line: Uint8Array, start = 0): Parsed {
  const ranges = new Map<string, Range>();
  const { end } = readMembers(line, start, ({ name, value }) => ranges.set(name, value));
  if (end === null) return failed('it is not a JSON object');
  const op = memberValue(line, ranges, 'op');
  const key = memberValue(line, ranges, 'key');
  if (op !== 'PUT' && op !== 'DELETE') return failed(`its op is ${shown(op)}: neither PUT nor DELETE`);
  if (typeof key !== 'string' && typeof key !== 'number') return failed('it names no key');
  if (op === 'DELETE') {
    return { operation: { op: 'delete', key: String(key), value: null, expireAt: null }, end };
  }
  const entry = entryOf(line, ranges, 4);
  if (typeof entry === 'string') return failed(entry);
  return { operation: { op: 'set', key: String(key), ...entry }, end };
}

/** A key's object in the snapshot; the reason when it is none. */
export function parseEntry(bytes: Uint8Array, range: Range): Omit<Operation, 'op' | 'key'> | string {
  const ranges = new Map<string, Range>();
  const { end } = readMembers(bytes, range.start, ({ name, value }) => ranges.set(name, value));
  return end === range.end ? entryOf(bytes, ranges, 2) : 'its entry is not a JSON object';
}

function entryOf(
  bytes: Uint8Array,
  ranges: ReadonlyMap<string, Range>,
  known: number,
): Omit<Operation, 'op' | 'key'> | string {
  const value = ranges.get('value');
  if (!value || parseValue(bytes, value) === undefined) return 'it has no value';
  const expiry = ranges.has('expiry') ? memberValue(bytes, ranges, 'expiry') : null;
  if (!ranges.has('expiry') && ranges.size >= known) return 'it has an unknown member in place of expiry';
  if (expiry !== null && (typeof expiry !== 'number' || Number.isNaN(expiry))) return 'its expiry is no time';
  return { value, expireAt: deadlineOf(expiry) };
}

/** The engine asks whether there is an expiry by its truth: 0 means never. Seconds become ms. */
function deadlineOf(expiry: number | null): number | null {
  if (expiry === null || expiry === 0 || expiry === Number.POSITIVE_INFINITY) return null;
  return Math.max(0, Math.min(Math.round(expiry * 1000), Number.MAX_SAFE_INTEGER));
}

function memberValue(bytes: Uint8Array, ranges: ReadonlyMap<string, Range>, name: string): unknown {
  const range = ranges.get(name);
  return range && parseValue(bytes, range);
}

/** Where a whole operation stands to the end of a line whose beginning is damaged: -1 when nowhere. */
export function findOperation(line: Uint8Array): number {
  const opening = Buffer.from('{"');
  const bytes = Buffer.from(line.buffer, line.byteOffset, line.byteLength);
  for (let tries = 0, at = bytes.indexOf(opening, 1); at > 0 && tries < maxTries; tries++) {
    const parsed = parseOperation(line, at);
    if (parsed.operation && skipSpace(line, parsed.end) >= line.length) return at;
    at = bytes.indexOf(opening, at + 1);
  }
  return -1;
}

const maxTries = 64;

function shown(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value).slice(0, 40);
}

function failed(reason: string): Parsed {
  return { operation: null, reason };
}
