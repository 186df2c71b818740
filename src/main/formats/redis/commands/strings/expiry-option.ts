import type { Binary } from '../../value.ts';
import { integer } from '../arguments.ts';
import { errors, fail } from '../errors.ts';
import { storedDeadline } from '../stored-deadline.ts';

/** How far an option's number is from milliseconds since 1970. */
const units: Readonly<Record<string, { scale: bigint; isRelative: boolean }>> = {
  EX: { scale: 1000n, isRelative: true },
  PX: { scale: 1n, isRelative: true },
  EXAT: { scale: 1000n, isRelative: false },
  PXAT: { scale: 1n, isRelative: false },
};

export const isExpiryOption = (name: string): boolean => name in units;

const maxTime = 2n ** 63n - 1n;

/** The deadline that EX, PX, EXAT or PXAT with a number above 0 stand for, ms since 1970. */
export function deadlineOf(option: string, text: Binary | undefined, nowMs: number, command: string): number {
  if (text === undefined) fail(errors.syntax);
  const { scale, isRelative } = units[option] as { scale: bigint; isRelative: boolean };
  const invalid = `ERR invalid expire time in '${command}' command`;
  const given = integer(text);
  if (given <= 0n) fail(invalid);
  const at = given * scale + (isRelative ? BigInt(nowMs) : 0n);
  return at > maxTime ? fail(invalid) : storedDeadline(at);
}
