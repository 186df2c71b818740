import type { Log } from '../formats/log/log.ts';
import type { ExitCode } from './command.ts';
import type { Io } from './io.ts';
import { tellDamage } from './output.ts';

/**
 * True when the log is corrupt, or so torn that its engine would load nothing of it, and nobody has asked to salvage
 * it; says so.
 */
export function refusesDamage(io: Io, log: Log, salvage: boolean): boolean {
  const { damage, recordsRead, recordsSalvageable } = log.verdict;
  const yieldsNothing = damage === 'torn-tail' && recordsRead === 0 && recordsSalvageable > 0;
  if (salvage || (damage !== 'corrupt' && !yieldsNothing)) return false;
  io.tell(`walscope: ${log.verdict.sentence} Nothing was written; --salvage takes what can be read.`);
  return true;
}

/** After the work: what is missing from it, and the exit code that this makes. */
export function tellLosses(io: Io, log: Log): ExitCode {
  if (log.damage === 'none') return 0;
  warnOfDamage(io, log);
  if (log.damage === 'torn-tail') return 0;
  tellDamage(io, log.verdict);
  return 1;
}

/** One line for those who only look at a part. */
export function warnOfDamage(io: Io, log: Log): void {
  if (log.damage !== 'none') io.tell(`walscope: warning: ${log.verdict.sentence}`);
}
