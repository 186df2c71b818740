import type { Result } from '../../../shared/contract/index.ts';
import type { FormatId } from '../../../shared/model.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { formatOf } from '../../formats/detect.ts';
import type { Source } from '../sources/source.ts';
import { absolutePath } from '../storage/absolute-path.ts';
import { requireOutside } from '../storage/outside.ts';
import { convert, planConversion } from '../transfer/convert.ts';
import { requireReadable } from './damage-check.ts';
import type { JobRegistry } from './job-registry.ts';

/** How many skipped keys are named one by one. */
const maxSkippedNamed = 10_000;

/** Conversion into a new directory of another format. */
export class ConvertJobs {
  readonly #jobs: JobRegistry;
  readonly #fileSystem: FileSystem;

  constructor(jobs: JobRegistry, fileSystem: FileSystem) {
    this.#jobs = jobs;
    this.#fileSystem = fileSystem;
  }

  /** What the target could not hold, and what cannot be read. */
  async plan(source: Source, to: FormatId): Promise<Result<'convert.plan'>> {
    await source.ready;
    const { keys, skipped } = await planConversion(source.live(), to);
    const { verdict } = source.info();
    return {
      keys,
      skipped: skipped.slice(0, maxSkippedNamed),
      libraries: formatOf(to)?.holdsLibraries ? [] : (source.libraries ?? []).map(({ name }) => name),
      damaged: verdict.damaged,
      salvageable: verdict.recordsSalvageable,
    };
  }

  /** Throws CORRUPT for a damaged directory unless it is to be salvaged. The target is new or empty. */
  async start(source: Source, request: { to: FormatId; target: string; salvage: boolean }): Promise<string> {
    const target = absolutePath(request.target);
    await requireOutside(source.path, target);
    await requireReadable(source, request.salvage);
    const { name, status } = source.info();
    return this.#jobs.start({
      source: source.id,
      title: `Converting ${name}`,
      unit: 'keys',
      run: async ({ signal, progress }) => {
        const { keys, skipped } = await convert(source.live({ salvage: request.salvage, signal }), {
          to: request.to,
          target,
          fileSystem: this.#fileSystem,
          signal,
          libraries: source.libraries ?? [],
          onKey: (count) => progress(count, status.keys),
        });
        return { kind: 'convert', keys, skipped: skipped.slice(0, maxSkippedNamed), path: target };
      },
    });
  }
}
