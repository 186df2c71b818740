import type { Binary, StreamId } from '../../value.ts';
import { Refused, Unknowable } from '../command.ts';

const maxPart = 2n ** 64n - 1n;

/** `ms-seq`, or `ms` alone for `ms-0`. A log holds the ids that Redis chose, never the wish for one. */
export function idOf(text: Binary): StreamId {
  if (text.includes('*')) throw new Unknowable('it leaves an id to be chosen, which the log does not say');
  if (text === '-') return { ms: 0n, seq: 0n };
  if (text === '+') return { ms: maxPart, seq: maxPart };
  const match = /^(\d{1,20})(?:-(\d{1,20}))?$/.exec(text);
  if (!match?.[1]) throw new Refused('not an id');
  const id = { ms: BigInt(match[1]), seq: BigInt(match[2] ?? 0) };
  if (id.ms > maxPart || id.seq > maxPart) throw new Refused('not an id');
  return id;
}
