import type { Fault, Unsynced } from '../../shared/contract/crash.ts';
import type { FsyncPolicy } from '../../shared/model.ts';
import { formatBytes, formatCount } from '../ui/format.ts';
import type { CrashWay } from './crash-model.ts';

export const wayTitles: Record<CrashWay, string> = {
  kill: 'Process kill',
  power: 'Power loss',
  damage: 'Damage',
};

export const waySentences: Record<CrashWay, string> = {
  kill: 'A real process writes to the copy and is killed with SIGKILL.',
  power: 'The log is cut where the power goes; you decide what became of the bytes no fsync had proven.',
  damage: 'Bits are flipped, ranges zeroed, files deleted, as a failing disk or a stray program would.',
};

/** What each fate does to bytes that no fsync had proven, and the key that chooses it. */
export const fates: readonly { value: Unsynced; title: string; keys: string; text: string }[] = [
  {
    value: 'kept',
    title: 'kept',
    keys: 'K',
    text: 'The OS had written them after all, the write under way as a whole.',
  },
  {
    value: 'lost',
    title: 'lost',
    keys: 'L',
    text: 'They were in memory only: the file ends at its last proven byte.',
  },
  {
    value: 'torn',
    title: 'torn',
    keys: 'T',
    text: 'The last write reached the disk in part: the file ends at the very byte of the crash.',
  },
  {
    value: 'zeroed',
    title: 'zeroed',
    keys: 'Z',
    text: 'The size grew, the data never came: zeros stand where they should be.',
  },
];

export const policyTexts: Record<FsyncPolicy, string> = {
  always: 'Each write was answered after its fsync: what was answered is proven.',
  everysec: 'An fsync each second: up to about a second of answered writes is not proven.',
  no: 'No fsync at all: nothing since the last seal is proven.',
};

export function faultInWords(fault: Fault): string {
  if (fault.kind === 'delete') return `Delete ${fault.file}`;
  const place = `${fault.file}:${formatCount(fault.offset)}`;
  if (fault.kind === 'flip') return `Flip bit ${fault.bit} of the byte at ${place}`;
  return `Zero ${formatBytes(fault.length)} from ${place}`;
}

/** A key for lists: two faults that do the same have the same. */
export function faultId(fault: Fault): string {
  if (fault.kind === 'delete') return `delete ${fault.file}`;
  if (fault.kind === 'flip') return `flip ${fault.file} ${fault.offset} ${fault.bit}`;
  return `zero ${fault.file} ${fault.offset} ${fault.length}`;
}
