import type { FsyncPolicy } from '../../../shared/model.ts';
import type { NestedCrash } from './crash-state.ts';
import { DiskAt } from './disk-at.ts';
import type { DiskImage } from './disk-image.ts';
import { ImageFileSystem } from './image-file-system.ts';
import type { Journal } from './journal.ts';
import type { SyncReach } from './profiles/sync-reach.ts';
import { RecordingFileSystem } from './recording-file-system.ts';
import type { Subject } from './subject.ts';
import { storeDirectory } from './trace.ts';

export interface RecoveryRun {
  subject: Subject;
  fsync: FsyncPolicy;
  segmentBytes: number;
  /** When the machine is started again, in ms since 1970. */
  nowMs: number;
}

/**
 * What recovery did to a disk until the store was open to be written. Files are numbered as `nodesOf` numbers those of
 * the image.
 */
export async function recoveryJournal(run: RecoveryRun, image: DiskImage): Promise<Journal> {
  const { subject, fsync, segmentBytes, nowMs } = run;
  const recorder = new RecordingFileSystem(new ImageFileSystem(image, nowMs), subject.steady, image);
  try {
    const store = await subject.open({
      fileSystem: recorder,
      directory: storeDirectory,
      fsync,
      readOnly: false,
      segmentBytes,
      now: () => nowMs,
    });
    const journal = [...recorder.journal];
    await store.close();
    return journal;
  } catch {
    // What it did until then counts; why it ended is for whoever recovers the disk without a crash.
    return recorder.journal;
  }
}

/** Disks that crashes of recovery leave. The recoveries met last are kept: states come in the order of their crashes. */
export class NestedImages {
  readonly #run: RecoveryRun;
  readonly #syncReach: SyncReach;
  /** By depth: the disk that was recovered last, and how. */
  readonly #last: { found: DiskImage; journal: Journal }[] = [];

  constructor(run: RecoveryRun, syncReach: SyncReach) {
    this.#run = run;
    this.#syncReach = syncReach;
  }

  /** The disk after recovery of `found` crashed, and that of what it left, and so on. */
  async after(found: DiskImage, again: readonly NestedCrash[]): Promise<DiskImage> {
    let image = found;
    for (const [depth, crash] of again.entries()) {
      const journal = await this.#journalOf(image, depth);
      const disk = DiskAt.from(image, this.#syncReach);
      for (const entry of journal.slice(0, crash.at)) disk.advance(entry);
      image = disk.image(crash.fates);
    }
    return image;
  }

  async #journalOf(found: DiskImage, depth: number): Promise<Journal> {
    const last = this.#last[depth];
    if (last !== undefined && sameImage(last.found, found)) return last.journal;
    const journal = await recoveryJournal(this.#run, found);
    this.#last[depth] = { found, journal };
    return journal;
  }
}

function sameImage(left: DiskImage, right: DiskImage): boolean {
  if (left === right) return true;
  if (left.size !== right.size) return false;
  for (const [path, content] of left) {
    const other = right.get(path);
    if (other === undefined || Buffer.compare(content, other) !== 0) return false;
  }
  return true;
}
