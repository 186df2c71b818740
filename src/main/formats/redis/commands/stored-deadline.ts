import { maxExpireAt } from '../../../../shared/limits.ts';

/** A deadline as the store holds it, ms since 1970: it counts to the year 10889, and Redis much further. */
export function storedDeadline(at: bigint): number {
  return at > maxExpireAt ? maxExpireAt : Number(at);
}
