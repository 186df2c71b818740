import { WalscopeError } from '../../../shared/errors.ts';

/** Everything that can be switched on by name, and what it does. */
export const faultDescriptions = {
  'process-kill': 'the process ends between two calls or within a write; the system goes on',
  'power-loss': 'nothing unsynced survives, or all of it, or what was asked for first',
  'reordered-writes': 'any of the unsynced operations survive, whatever their order',
  'torn-write': 'the last write gets to the disk up to a byte, or without one of its sectors',
  'size-before-data': 'a file has grown, and zeros stand where its new bytes should be',
  'garbage-bytes': 'a file has grown, and arbitrary bytes stand where its new ones should be',
  'stale-bytes': 'a file has grown, and what was written before stands where its new bytes should be',
  'lost-directory-entry': 'one rename, creation or unlink never got to the disk, and all else did',
  'write-error': 'a write fails with EIO',
  'short-write': 'a write fails with EIO after some of its bytes',
  'fsync-error':
    'an fsync fails, the pages are dropped and taken for clean, and the power goes before a restart',
  'fsync-error-restart':
    'the same, and the process starts again and goes on from what the system still shows it',
  'no-space': 'a write fails with ENOSPC, and so do all after it',
  'read-error': 'a read fails with EIO while the store is opened',
  'crash-in-recovery':
    'the power goes again while the store is recovered, and once more in the recovery after that',
  'clock-jump':
    'the clock jumps back and forth by up to a day while the store is used, and again before the restart',
  'lying-disk': 'the disk says that each fsync is done, does none of them, and loses what it likes',
  'misdirected-write': 'a sector’s worth of bytes was written to another place of the same file',
  'bit-rot': 'a bit on the disk changes',
  'truncated-file': 'a file ends early',
  'missing-file': 'a file is gone',
} as const;

export type FaultName = keyof typeof faultDescriptions;

export const faultNames = Object.keys(faultDescriptions) as FaultName[];

/** Faults that are no crash: bytes that had been proven are gone, and the engine can only say so. */
export const damages: ReadonlySet<FaultName> = new Set([
  'misdirected-write',
  'bit-rot',
  'truncated-file',
  'missing-file',
]);

/** Faults that strike while the workload runs. */
export const runFaults: ReadonlySet<FaultName> = new Set([
  'write-error',
  'short-write',
  'fsync-error',
  'fsync-error-restart',
  'no-space',
]);

/** Names as they were typed: in one argument with commas, or in several; none stands for all. Throws INVALID_ARGUMENT. */
export function faultsOf(texts: readonly string[]): FaultName[] {
  const names = texts.flatMap((text) => text.split(',')).filter((name) => name !== '');
  const unknown = names.find((name) => !(name in faultDescriptions));
  if (unknown !== undefined) {
    const known = faultNames.join(', ');
    throw new WalscopeError('INVALID_ARGUMENT', `There is no fault "${unknown}": choose from ${known}.`);
  }
  return names.length === 0 ? faultNames : faultNames.filter((name) => names.includes(name));
}
