import { WalscopeError } from '../../../shared/errors.ts';
import type { FormatId } from '../../../shared/model.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { formatOf } from '../../formats/detect.ts';
import type { Format } from '../../formats/log/format.ts';
import type { Log } from '../../formats/log/log.ts';
import { type DamagePlace, damagePlaces } from '../../formats/repair/damage-places.ts';
import {
  type Choice,
  type RepairedLog,
  repairedKeys,
  repairedLibraries,
  repairedLog,
} from '../../formats/repair/repaired-log.ts';
import { convert, type SkippedKey } from '../transfer/convert.ts';
import { type DirectoryDigest, directoryDigest, isSameDigest } from './directory-digest.ts';
import { type KeyChanges, keyChanges } from './key-changes.ts';
import { repairReport, writeReport } from './repair-report.ts';

export interface RepairOptions {
  signal?: AbortSignal;
  onKey?: (count: number) => void;
}

export interface Repaired {
  keys: number;
  skipped: SkippedKey[];
  changes: KeyChanges;
  /** Where the report lies. */
  report: string;
  digest: DirectoryDigest;
}

/** A damaged log, its places, and what becomes of it under any choices. Only `write` writes, and never into it. */
export class Repair {
  readonly log: Log;
  readonly format: Format;
  readonly places: readonly DamagePlace[];
  readonly #fileSystem: FileSystem;

  private constructor(log: Log, format: Format, places: readonly DamagePlace[], fileSystem: FileSystem) {
    this.log = log;
    this.format = format;
    this.places = places;
    this.#fileSystem = fileSystem;
  }

  static async of(log: Log, format: Format, fileSystem: FileSystem): Promise<Repair> {
    return new Repair(log, format, await damagePlaces(log, format, fileSystem), fileSystem);
  }

  /** What the repair would change. `choices`: one for each place. */
  async preview(choices: readonly Choice[], { signal }: RepairOptions = {}): Promise<KeyChanges> {
    return keyChanges(this.log, this.#fileSystem, await this.#repaired(choices, signal), signal);
  }

  /**
   * Writes the repaired keys as a new directory, and a report beside it. Throws CONFLICT, and leaves nothing, when the
   * damaged directory was not the same after as before.
   */
  async write(
    choices: readonly Choice[],
    target: string,
    to: FormatId,
    { signal, onKey }: RepairOptions = {},
  ): Promise<Repaired> {
    const fileSystem = this.#fileSystem;
    const report = `${target}.repair.json`;
    if ((await fileSystem.stat(report)) !== null) {
      throw new WalscopeError('NOT_EMPTY', `${report} is there already: choose another name.`);
    }
    const abort = signal ? { signal } : {};
    const before = await directoryDigest(this.log.directory, fileSystem, signal);
    const repaired = await this.#repaired(choices, signal);
    const changes = await keyChanges(this.log, fileSystem, repaired, signal);
    const { keys, skipped } = await convert(repairedKeys(repaired, signal), {
      to,
      target,
      fileSystem,
      ...abort,
      ...(onKey ? { onKey } : {}),
      libraries: repairedLibraries(repaired),
    });
    const after = await directoryDigest(this.log.directory, fileSystem, signal);
    if (!isSameDigest(before, after)) {
      throw new WalscopeError(
        'CONFLICT',
        `${this.log.directory} was changed by someone while it was repaired: ${target} may hold a mixture. Repair it again.`,
      );
    }
    const result = await formatOf(to)!.read(target, { fileSystem, ...abort });
    await writeReport(
      report,
      repairReport({ repair: this, choices, changes, digest: before, result, to, target, keys, skipped }),
    );
    return { keys, skipped, changes, report, digest: before };
  }

  async #repaired(choices: readonly Choice[], signal?: AbortSignal): Promise<RepairedLog> {
    if (choices.length !== this.places.length) {
      throw new WalscopeError(
        'INVALID_ARGUMENT',
        `There are ${this.places.length} places to choose for, not ${choices.length}.`,
      );
    }
    const options = { fileSystem: this.#fileSystem, ...(signal ? { signal } : {}) };
    return repairedLog(this.log, this.format, this.places, choices, options);
  }
}
