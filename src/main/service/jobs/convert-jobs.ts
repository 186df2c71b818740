import type { Result } from '../../../shared/contract/index.ts';
import { WalscopeError } from '../../../shared/errors.ts';
import type { FormatId } from '../../../shared/model.ts';
import type { Source } from '../sources/source.ts';
import type { JobRegistry } from './job-registry.ts';

export class ConvertJobs {
  readonly #jobs: JobRegistry;

  constructor(jobs: JobRegistry) {
    this.#jobs = jobs;
  }

  async plan(source: Source, to: FormatId): Promise<Result<'convert.plan'>> {
    throw new WalscopeError('INTERNAL', `convert ${source.path} ${to}`);
  }

  async start(source: Source, request: { to: FormatId; target: string; salvage: boolean }): Promise<string> {
    throw new WalscopeError('INTERNAL', `convert ${source.path} ${request.to} ${this.#jobs.list().length}`);
  }
}
