import type { Handlers } from '../../../shared/contract/index.ts';
import type { jobsCalls } from '../../../shared/contract/jobs.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import type { ConvertJobs } from '../jobs/convert-jobs.ts';
import type { JobRegistry } from '../jobs/job-registry.ts';
import { startCompact, startSnapshot, startVerify } from '../jobs/maintenance-jobs.ts';
import { maintenanceFace } from '../sources/faces.ts';
import type { SourceRegistry } from '../sources/source-registry.ts';

export function jobsHandlers(options: {
  sources: SourceRegistry;
  jobs: JobRegistry;
  conversions: ConvertJobs;
  fileSystem: FileSystem;
}): Pick<Handlers, keyof typeof jobsCalls> {
  const { sources, jobs, conversions, fileSystem } = options;
  return {
    'jobs.list': async () => jobs.list(),
    'jobs.cancel': async ({ job }) => {
      await jobs.cancel(job);
      return null;
    },
    'maintenance.snapshot': async ({ source }) => ({ job: startSnapshot(jobs, sources.get(source)) }),
    'maintenance.compact': async ({ source }) => ({ job: startCompact(jobs, sources.get(source)) }),
    'maintenance.verify': async ({ source }) => ({
      job: startVerify(jobs, sources.get(source), fileSystem),
    }),
    'maintenance.settings': async ({ source }) => {
      const { savePoints, garbageShare } = maintenanceFace(sources.get(source)).settings();
      return { savePoints: [...savePoints], garbageShare };
    },
    'maintenance.configure': async ({ source, savePoints, garbageShare }) => {
      maintenanceFace(sources.get(source)).configure({ savePoints, garbageShare });
      return null;
    },
    'convert.plan': ({ source, to }) => conversions.plan(sources.get(source), to),
    'convert.start': async ({ source, to, target, salvage }) => ({
      job: await conversions.start(sources.get(source), { to, target, salvage }),
    }),
  };
}
