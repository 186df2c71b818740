import { randomUUID } from 'node:crypto';
import type { CrashOutcome } from '../../../shared/contract/lab.ts';
import type { DiskImage } from '../../crash/lab/disk-image.ts';
import { ImageFileSystem } from '../../crash/lab/image-file-system.ts';
import { storeDirectory } from '../../crash/lab/trace.ts';
import { RecoveryReplay } from '../../crash/recovery-replay.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { detectFormat } from '../../formats/detect.ts';
import type { Format } from '../../formats/log/format.ts';

/** Recoveries that can be looked through, the newest ones. */
const maxKept = 8;

/** A recovery step by step, and the disk on which it happened. */
export interface LabRecovery {
  replay: RecoveryReplay;
  reader: Format;
  fileSystem: FileSystem;
}

/** The recoveries of disks in memory, record by record. */
export class LabRecoveries {
  readonly #kept = new Map<string, LabRecovery>();

  /** null where no format knows what lies on the disk. */
  async keep(image: DiskImage, nowMs: number): Promise<CrashOutcome['recovery']> {
    const fileSystem = new ImageFileSystem(image, nowMs);
    if ((await fileSystem.stat(storeDirectory)) === null) return null;
    const reader = await detectFormat(storeDirectory, fileSystem);
    if (reader === null) return null;
    const replay = await RecoveryReplay.build(await reader.read(storeDirectory, { fileSystem }));
    const session = `lab-${randomUUID()}`;
    this.#kept.set(session, { replay, reader, fileSystem });
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= maxKept) break;
      this.#kept.delete(oldest);
    }
    return { session, steps: replay.count, stopStep: replay.stopStep };
  }

  /** null when it is none of the lab's, or newer ones have pushed it out. */
  find(session: string): LabRecovery | null {
    return this.#kept.get(session) ?? null;
  }
}
