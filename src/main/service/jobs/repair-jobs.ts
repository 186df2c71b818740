import type { FormatId } from '../../../shared/model.ts';
import { plural } from '../../../shared/words.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import type { Choice } from '../../formats/repair/repaired-log.ts';
import type { KeyChanges } from '../repair/key-changes.ts';
import { Repair } from '../repair/repair.ts';
import type { Source } from '../sources/source.ts';
import { absolutePath } from '../storage/absolute-path.ts';
import { requireOutside } from '../storage/outside.ts';
import type { JobRegistry } from './job-registry.ts';

/** How many skipped keys are named one by one. */
const maxSkippedNamed = 10_000;

/** Repairs of damaged directories into new ones. */
export class RepairJobs {
  readonly #jobs: JobRegistry;
  readonly #fileSystem: FileSystem;
  readonly #repairs = new Map<string, Repair>();
  /** By source: the preview that is being made. */
  readonly #previews = new Map<string, AbortController>();

  constructor(jobs: JobRegistry, fileSystem: FileSystem) {
    this.#jobs = jobs;
    this.#fileSystem = fileSystem;
  }

  /** The places of the directory's damage; read once for each reading of its log. */
  async of(source: Source): Promise<Repair> {
    const log = await source.log().whole;
    const known = this.#repairs.get(source.id);
    if (known?.log === log) return known;
    const repair = await Repair.of(log, source.reader, this.#fileSystem);
    this.#repairs.set(source.id, repair);
    return repair;
  }

  /** Ends the preview before it, which then fails with CANCELLED. */
  async preview(source: Source, choices: readonly Choice[]): Promise<KeyChanges> {
    this.#previews.get(source.id)?.abort();
    const abort = new AbortController();
    this.#previews.set(source.id, abort);
    try {
      return await (await this.of(source)).preview(choices, { signal: abort.signal });
    } finally {
      if (this.#previews.get(source.id) === abort) this.#previews.delete(source.id);
    }
  }

  async start(
    source: Source,
    { choices, to, target: given }: { choices: readonly Choice[]; to: FormatId; target: string },
  ): Promise<string> {
    const target = absolutePath(given);
    await requireOutside(source.path, target);
    const repair = await this.of(source);
    const { name, status } = source.info();
    return this.#jobs.start({
      source: source.id,
      title: `Repairing ${name}, ${plural(repair.places.length, 'damaged place')}`,
      unit: 'keys',
      run: async ({ signal, progress }) => {
        const { keys, skipped, report } = await repair.write(choices, target, to, {
          signal,
          onKey: (count) => progress(count, Math.max(count, status.keys)),
        });
        return { kind: 'repair', keys, skipped: skipped.slice(0, maxSkippedNamed), path: target, report };
      },
    });
  }

  forget(source: string): void {
    this.#previews.get(source)?.abort();
    this.#repairs.delete(source);
  }
}
