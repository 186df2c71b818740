import { join } from 'node:path';
import type { CrashPoint, Unsynced } from '../../shared/contract/crash.ts';
import type { FsyncPolicy } from '../../shared/model.ts';
import { formatCount, plural } from '../../shared/words.ts';
import type { FileSystem } from '../engine/fs/file-system.ts';
import type { FileBeside } from '../formats/log/format.ts';
import type { Log } from '../formats/log/log.ts';
import { cutFile, zeroRange } from './change-file.ts';
import { putBeside, type ReadDirectory } from './copy-directory.ts';
import { cutLog, type LogCut } from './log-cut.ts';

export interface PowerLoss {
  point: CrashPoint;
  unsynced: Unsynced;
  policy: FsyncPolicy;
}

/** What a power loss leaves, before it is done. */
export interface PowerLossPlan {
  cut: LogCut;
  /** Length of each file of the log; null = it had not been begun. */
  files: { file: string; sizeBytes: number | null }[];
  /** From here on the last file holds zeros; null = what was written. */
  zeroFrom: number | null;
  /** Files beside the log as they were at that moment. */
  others: FileBeside[];
  /** Acknowledged records that will not be there. */
  lostRecords: number;
  sentence: string;
}

export async function planPowerLoss(
  { log, reader }: ReadDirectory,
  loss: PowerLoss,
  fileSystem: FileSystem,
): Promise<PowerLossPlan> {
  const cut = cutLog(log, loss.point, loss.policy);
  const size = sizeLeft(log, cut, loss.unsynced);
  const files = log.files
    .map((file, number) => ({
      file: file.name,
      sizeBytes: number === cut.file ? size : number < cut.file ? file.size : null,
    }))
    .filter((_, number) => log.files[number]?.kind !== 'missing');
  const keepsUnproven = loss.unsynced === 'kept' || loss.unsynced === 'torn';
  const lostRecords = keepsUnproven ? 0 : Math.max(0, cut.acknowledgedRecords - cut.proven.records);
  return {
    cut,
    files,
    zeroFrom: loss.unsynced === 'zeroed' && size > cut.proven.offset ? cut.proven.offset : null,
    others: (await reader.besideUpTo?.(log, cut, fileSystem)) ?? [],
    lostRecords,
    sentence: sentenceOf(log, cut, loss, lostRecords),
  };
}

/** Does to a copy what the plan says. */
export async function losePower(copy: string, plan: PowerLossPlan, fileSystem: FileSystem): Promise<void> {
  for (const { file, sizeBytes } of plan.files) {
    const path = join(copy, file);
    if (sizeBytes === null) await fileSystem.unlink(path);
    else await cutFile(path, sizeBytes, fileSystem);
  }
  const last = plan.files[plan.files.findLastIndex((file) => file.sizeBytes !== null)];
  if (last?.sizeBytes && plan.zeroFrom !== null) {
    await zeroRange(join(copy, last.file), plan.zeroFrom, last.sizeBytes - plan.zeroFrom, fileSystem);
  }
  await putBeside(copy, plan.others, fileSystem);
}

function sizeLeft(log: Log, cut: LogCut, unsynced: Unsynced): number {
  if (unsynced === 'lost') return cut.proven.offset;
  if (unsynced !== 'kept' || !cut.inFlight) return cut.offset;
  // The system had been handed the whole write, although nobody was ever answered.
  return Math.min(cut.inFlight.offset + cut.inFlight.length, log.files[cut.file]?.size ?? cut.offset);
}

function sentenceOf(log: Log, cut: LogCut, loss: PowerLoss, lostRecords: number): string {
  const { file, offset } = loss.point;
  const where = cut.inFlight
    ? `${formatCount(offset - cut.inFlight.offset)} of ${plural(cut.inFlight.length, 'byte')} into a write`
    : 'between two writes';
  const unproven = cut.acknowledgedRecords - cut.proven.records;
  const proven =
    unproven === 0
      ? allProven(cut.acknowledgedRecords)
      : `${plural(unproven, 'acknowledged record')} before it not proven`;
  const lost = lostRecords > 0 ? ` ${plural(lostRecords, 'acknowledged record')} will be lost.` : '';
  return `Power off before byte ${formatCount(offset)} of ${file}, ${where}; ${proven}: ${cut.proven.because}. ${fate(log, cut, loss.unsynced)}${lost}`;
}

function fate(log: Log, cut: LogCut, unsynced: Unsynced): string {
  const file = log.files[cut.file]?.name ?? '';
  switch (unsynced) {
    case 'kept':
      return cut.inFlight
        ? 'The disk has everything that was handed to the system, the whole unanswered write too.'
        : 'The disk has everything that was handed to the system.';
    case 'lost':
      return `The disk has nothing of ${file} behind byte ${formatCount(cut.proven.offset)}.`;
    case 'torn':
      return cut.inFlight
        ? `The disk has the last write up to byte ${formatCount(cut.offset)}, and nothing behind it.`
        : 'No write was under way that could be torn.';
    case 'zeroed':
      return `The size of ${file} had reached the disk, the data behind byte ${formatCount(cut.proven.offset)} had not: it reads as zeros.`;
  }
}

function allProven(records: number): string {
  if (records === 0) return 'no record stands before it';
  return records === 1
    ? 'the record before it is proven'
    : `all ${formatCount(records)} records before it are proven`;
}
