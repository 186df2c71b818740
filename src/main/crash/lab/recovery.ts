import type { FsyncPolicy } from '../../../shared/model.ts';
import { FaultyFileSystem } from '../../engine/fs/faulty-file-system.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import type { DiskImage } from './disk-image.ts';
import { ImageFileSystem } from './image-file-system.ts';
import { type Answered, type Opening, type ReadAll, Refusal, type Subject } from './subject.ts';
import { storeDirectory } from './trace.ts';
import { openedAtMs } from './workloads.ts';

/** What one opening of a disk gave. */
export type Found =
  | ({ kind: 'opened'; opening: Opening } & ReadAll)
  /** `isEmpty`: there is no store yet, which is right as long as nothing was promised. */
  | { kind: 'refused'; code: string; message: string; isEmpty: boolean }
  /** An error that no engine should end with. */
  | { kind: 'failed'; message: string };

/** A write after the recovery, and what the start after it found. */
export interface Continued {
  probe: Answered | null;
  /** Why the probe was not taken; null when it was. */
  refusal: string | null;
  next: Found;
  /** What a start finds after a snapshot as well; null when none was taken. */
  snapshotted: Found | null;
}

/** Everything that the engine makes of one disk. */
export interface Recovery {
  /** Opened to be read, where the engine can do that; with the failing read, if there is one. */
  first: Found;
  readingChangedDisk: boolean;
  /** Opened to be written; where it was only to be read, read without a failure. */
  second: Found;
  /** It was opened to be written, and written to where it could be. */
  wasWritten: boolean;
  /** null when the engine would not open it for writing. */
  continued: Continued | null;
}

export interface RecoverOptions {
  subject: Subject;
  image: DiskImage;
  fsync: FsyncPolicy;
  segmentBytes: number;
  failingRead: number | null;
  /** When the machine is started again, in ms since 1970. Default `openedAtMs`. */
  nowMs?: number;
  /** Take a snapshot in the end, of an engine that has them. Default false. */
  snapshots?: boolean;
  /** Recover and read it, and no more, where the engine can do that. Default false. */
  readsOnly?: boolean;
}

export const probeKey = 'written after the crash';
export const probeValue = 'new';

/**
 * Recovers a disk and reads it; then recovers it to be written, writes to it, and starts it once more. null when the
 * read that is to fail never came.
 */
export async function recoverState(options: RecoverOptions): Promise<Recovery | null> {
  const { subject, image, failingRead, nowMs = openedAtMs, readsOnly = false } = options;
  const disk = new ImageFileSystem(image, nowMs);
  const first =
    failingRead === null ? await open(options, disk, true) : await openFailing(options, disk, failingRead);
  if (first === null) return null;
  const readingChangedDisk = subject.readsWithoutWriting && disk.changes > 0;
  if (readsOnly && subject.readsWithoutWriting) {
    // A read that failed once fails no more.
    const second = failingRead === null ? first : await open(options, disk, true);
    return { first, readingChangedDisk, second, wasWritten: false, continued: null };
  }
  const { found, continued } = await openAndWrite(options, disk);
  return { first, readingChangedDisk, second: found, wasWritten: true, continued };
}

async function openFailing(options: RecoverOptions, disk: FileSystem, nth: number): Promise<Found | null> {
  const faulty = new FaultyFileSystem(disk);
  faulty.arm({ kind: 'read', nth, errno: 'EIO', duration: 'once' });
  const found = await open(options, faulty, true);
  return faulty.failures === 0 ? null : found;
}

async function open(options: RecoverOptions, fileSystem: FileSystem, readOnly: boolean): Promise<Found> {
  return finding(async () => {
    const store = await options.subject.open(openOptions(options, fileSystem, readOnly));
    try {
      return { kind: 'opened', opening: store.opening, ...(await store.read()) };
    } finally {
      await store.close();
    }
  });
}

async function openAndWrite(
  options: RecoverOptions,
  disk: FileSystem,
): Promise<{ found: Found; continued: Continued | null }> {
  let probe: Answered | null = null;
  let refusal: string | null = null;
  const found = await finding(async () => {
    const store = await options.subject.open(openOptions(options, disk, false));
    try {
      const read = await store.read();
      if (!store.opening.readOnly) {
        try {
          probe = await store.change({ op: 'set', key: probeKey, value: probeValue });
        } catch (error) {
          refusal = error instanceof Error ? error.message : String(error);
        }
      }
      return { kind: 'opened', opening: store.opening, ...read };
    } finally {
      await store.close();
    }
  });
  if (found.kind !== 'opened' || found.opening.readOnly) return { found, continued: null };
  const next = await open(options, disk, true);
  const snapshots = options.snapshots === true && options.subject.workloads.includes('snapshot');
  const snapshotted = snapshots && refusal === null ? await openAfterSnapshot(options, disk) : null;
  return { found, continued: { probe, refusal, next, snapshotted } };
}

async function openAfterSnapshot(options: RecoverOptions, disk: FileSystem): Promise<Found> {
  const taken = await finding(async () => {
    const store = await options.subject.open(openOptions(options, disk, false));
    try {
      await store.compact(true);
      return { kind: 'opened', opening: store.opening, ...(await store.read()) };
    } finally {
      await store.close();
    }
  });
  return taken.kind === 'opened' ? open(options, disk, true) : taken;
}

async function finding(work: () => Promise<Found>): Promise<Found> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal) {
      return { kind: 'refused', code: error.code, message: error.message, isEmpty: error.isEmpty };
    }
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

const openOptions = (
  { subject, fsync, segmentBytes, nowMs = openedAtMs }: RecoverOptions,
  fileSystem: FileSystem,
  readOnly: boolean,
) => ({
  fileSystem,
  directory: storeDirectory,
  fsync,
  readOnly: readOnly && subject.readsWithoutWriting,
  segmentBytes,
  now: () => nowMs,
});
