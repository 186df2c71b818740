import { looseText } from '../../../shared/bytes.ts';
import { WalscopeError } from '../../../shared/errors.ts';
import { asWalscopeError } from './failures.ts';
import type { PendingChange, PendingWrite, WriteTarget } from './pending-write.ts';

/** The changes of a write that are made, and how it is answered. */
export type DecidedWrite = Pick<PendingWrite, 'changes' | 'resolve'>;

/** Whether what becomes of it depends on what is there when its turn comes. */
export const isConditional = (write: PendingWrite): boolean =>
  write.rule !== 'all' || write.changes.some(({ ifSeq }) => ifSeq !== undefined);

/** What is made of a write whose turn has come; null when it is refused, or what it asks about cannot be read. */
export function decideWrite(
  write: PendingWrite,
  target: WriteTarget,
  now: () => number,
): DecidedWrite | null {
  try {
    const refusal = refusalOf(write, target, now);
    if (refusal === null) return write.rule === 'all' ? write : deletesOf(write, target, now());
    write.reject(refusal);
  } catch (error) {
    write.reject(asWalscopeError(error, 'Looking up what is to be changed'));
  }
  return null;
}

function refusalOf(write: PendingWrite, target: WriteTarget, now: () => number): WalscopeError | null {
  const changed = write.changes.find((change) => conflicts(change, target, now));
  if (changed === undefined) return null;
  const key = looseText(changed.key);
  const reason = `${key} has changed since: read it again, then make the change anew.`;
  return new WalscopeError('CONFLICT', reason, { details: { key } });
}

function conflicts(change: PendingChange, target: WriteTarget, now: () => number): boolean {
  if (change.ifSeq === undefined) return false;
  const newest = target.newest(change);
  const isAlive = newest !== null && newest.expireAt > now();
  return change.ifSeq !== (isAlive ? newest.seq : null);
}

/** To delete what has expired by the clock of now makes a record too, as the clock may go back; and found nothing. */
function deletesOf(
  { changes, rule, resolve }: PendingWrite,
  target: WriteTarget,
  nowMs: number,
): DecidedWrite {
  let isFound = rule === 'expired';
  const made = changes.filter((change) => {
    const newest = target.newest(change);
    if (newest === null) return false;
    const hasExpired = newest.expireAt <= nowMs;
    if (!hasExpired) isFound = true;
    return rule === 'present' || hasExpired;
  });
  return { changes: made, resolve: isFound ? resolve : () => resolve(null) };
}
