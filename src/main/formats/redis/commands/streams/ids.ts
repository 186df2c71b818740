import type { Binary, StreamId } from '../../value.ts';
import { fail } from '../errors.ts';

const maxPart = 2n ** 64n - 1n;
export const lowestId: StreamId = { ms: 0n, seq: 0n };
export const highestId: StreamId = { ms: maxPart, seq: maxPart };

const invalid = 'ERR Invalid stream ID specified as stream command argument';

/** `ms-seq`, or `ms` alone, for which `missingSeq` stands; null when it is neither. */
export function parseId(text: Binary, missingSeq = 0n): StreamId | null {
  const match = /^\+?(\d{1,20})(?:-\+?(\d{1,20}))?$/.exec(text);
  if (!match) return null;
  const id = { ms: BigInt(match[1] as string), seq: match[2] === undefined ? missingSeq : BigInt(match[2]) };
  return id.ms > maxPart || id.seq > maxPart ? null : id;
}

export function strictId(text: Binary, missingSeq = 0n): StreamId {
  return parseId(text, missingSeq) ?? fail(invalid);
}

/** `-` and `+` stand for the ends as well. */
export function anyId(text: Binary, missingSeq = 0n): StreamId {
  if (text === '-') return lowestId;
  if (text === '+') return highestId;
  return strictId(text, missingSeq);
}

/** The first and the last id of a range; `(` leaves the bound itself out. */
export function startOf(text: Binary): StreamId {
  if (text.length < 2 || text[0] !== '(') return anyId(text, 0n);
  return nextId(strictId(text.slice(1), 0n)) ?? fail('ERR invalid start ID for the interval');
}

export function endOf(text: Binary): StreamId {
  if (text.length < 2 || text[0] !== '(') return anyId(text, maxPart);
  return previousId(strictId(text.slice(1), maxPart)) ?? fail('ERR invalid end ID for the interval');
}

/** null behind the last that there can be. */
export function nextId({ ms, seq }: StreamId): StreamId | null {
  if (seq < maxPart) return { ms, seq: seq + 1n };
  return ms < maxPart ? { ms: ms + 1n, seq: 0n } : null;
}

function previousId({ ms, seq }: StreamId): StreamId | null {
  if (seq > 0n) return { ms, seq: seq - 1n };
  return ms > 0n ? { ms: ms - 1n, seq: maxPart } : null;
}
