import type { DamageKind, Verdict } from '../../../shared/model.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import type { LogEnd } from '../../engine/scan/scan-result.ts';
import type { ScannedFile } from '../../engine/scan/visitor.ts';
import type { Log, LogFile, ValueSession } from '../log/log.ts';
import { RecordTableBuilder } from '../log/record-table.ts';
import { PatchedValues } from './patched-values.ts';

/** What is said of a log until its end has been seen. */
const unread: Verdict = {
  code: 'clean',
  sentence: 'The log is still being read.',
  damage: 'none',
  damaged: [],
  recordsRead: 0,
  recordsSalvageable: 0,
  recordsLost: 0,
};

/** A Walscope directory as far as it has been read. */
export class WalscopeLog implements Log {
  readonly format = 'walscope';
  readonly directory: string;
  readonly table = new RecordTableBuilder({ framed: true });
  verdict: Verdict = unread;
  durableRecords: number | null = null;
  /** Where the log ends, so far; null when it ends in damage. */
  end: LogEnd | null = null;
  /** Some of its records are patches: their values are put together from several records. */
  hasPatches = false;
  readonly #files: ScannedFile[] = [];

  constructor(directory: string) {
    this.directory = directory;
  }

  get openValues(): ((fileSystem: FileSystem) => ValueSession) | undefined {
    return this.hasPatches ? (fileSystem) => new PatchedValues(this, fileSystem) : undefined;
  }

  get damage(): DamageKind {
    return this.verdict.damage;
  }

  get files(): readonly LogFile[] {
    return this.#files.map(({ name, kind, size, sealed, createdMs, headerLength }) => ({
      name,
      kind,
      size,
      sealed,
      createdMs,
      headerLength,
    }));
  }

  get sizeBytes(): number {
    return this.#files.reduce((bytes, { size }) => bytes + size, 0);
  }

  /** The scan goes on changing what it says of a file until the file's end. */
  addFile(file: ScannedFile): void {
    this.#files[file.index] = file;
  }
}
