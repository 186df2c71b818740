import { WalscopeError } from '../../shared/errors.ts';
import type { JobRegistry } from './jobs/job-registry.ts';
import type { Source } from './sources/source.ts';

/** Export, import and conversion as jobs. */
export class TransferJobs {
  readonly #jobs: JobRegistry;

  constructor(jobs: JobRegistry) {
    this.#jobs = jobs;
  }

  exportKeys(
    source: Source,
    _o: { keys: readonly Uint8Array[] | null; file: string; salvage: boolean },
  ): string {
    throw new WalscopeError('INTERNAL', `export ${source.path} ${this.#jobs.list().length}`);
  }

  async exportText(
    source: Source,
    _keys: readonly Uint8Array[],
  ): Promise<{ text: string; truncated: boolean }> {
    throw new WalscopeError('INTERNAL', `export ${source.path}`);
  }

  importKeys(source: Source, _file: string): string {
    throw new WalscopeError('INTERNAL', `import ${source.path}`);
  }
}
