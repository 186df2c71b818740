import type { Handlers } from '../../shared/contract/index.ts';
import { CrashLab } from '../crash/crash-lab.ts';
import { forkWorker } from '../crash/process-kill.ts';
import { nodeFileSystem } from '../engine/fs/node-file-system.ts';
import { LoneFiles } from '../formats/lone-files.ts';
import { Examples } from './examples/examples.ts';
import { appHandlers } from './handlers/app.ts';
import { compareHandlers } from './handlers/compare.ts';
import { crashHandlers } from './handlers/crash.ts';
import { editsHandlers } from './handlers/edits.ts';
import { jobsHandlers } from './handlers/jobs.ts';
import { KeyTrees, keysHandlers } from './handlers/keys.ts';
import { labHandlers } from './handlers/lab.ts';
import { repairHandlers } from './handlers/repair.ts';
import { serverHandlers } from './handlers/server.ts';
import { sourceHandlers } from './handlers/source.ts';
import { sweepHandlers } from './handlers/sweep.ts';
import { Timelines, timelineHandlers } from './handlers/timeline.ts';
import type { ServiceHost } from './host.ts';
import { ConvertJobs } from './jobs/convert-jobs.ts';
import { JobRegistry } from './jobs/job-registry.ts';
import { RepairJobs } from './jobs/repair-jobs.ts';
import { TransferJobs } from './jobs/transfer-jobs.ts';
import { ViewRegistry } from './keys/view-registry.ts';
import { LabRecoveries } from './lab/lab-recoveries.ts';
import { SurvivalRuns } from './lab/sweep/survival-runs.ts';
import { SweepRuns } from './lab/sweep/sweep-runs.ts';
import { ServedSources } from './serving/served-sources.ts';
import { recoverWithEngine } from './sources/recover-with-engine.ts';
import { SourceRegistry } from './sources/source-registry.ts';
import { crashDirectory, removeAbandonedCopies } from './storage/crash-directory.ts';
import { Recents } from './storage/recents-file.ts';
import { settingsFile } from './storage/settings-file.ts';

export interface Service {
  readonly handlers: Handlers;
  /** Stops every job and closes every directory cleanly. */
  close(): Promise<void>;
}

/** Everything behind the contract, for any host. */
export function createService(host: ServiceHost): Service {
  const { emit } = host;
  const fileSystem = host.fileSystem ?? nodeFileSystem;
  /** For what is read, be it a directory or a file by itself. */
  const files = new LoneFiles(fileSystem);
  const settings = settingsFile(host.dataDirectory);
  const recents = new Recents(host.dataDirectory);
  const jobs = new JobRegistry((job) => emit('job.changed', job));
  const sources = new SourceRegistry({
    emit,
    fileSystem,
    engine: async () => {
      const { fsync, savePoints, garbageShare } = await settings.read();
      return { fsync, savePoints, garbageShare };
    },
  });
  const views = new ViewRegistry((progress) => emit('keys.progress', progress));
  const timelines = new Timelines((summary) => emit('timeline.changed', summary));
  const trees = new KeyTrees();
  const transfers = new TransferJobs(jobs);
  const conversions = new ConvertJobs(jobs, files);
  const repairs = new RepairJobs(jobs, files);
  const served = new ServedSources(host);
  const lab = new CrashLab({
    directory: crashDirectory(host.dataDirectory),
    fileSystem: files,
    recover: recoverWithEngine(fileSystem),
    start: host.forkWorker ?? forkWorker,
    isInUse: (path) => sources.list().some((source) => source.path === path),
  });

  const recoveries = new LabRecoveries();
  const sweeps = new SweepRuns(
    jobs,
    (summary) => emit('sweep.changed', summary),
    (source) => sources.get(source).log().whole,
  );
  const survivals = new SurvivalRuns(jobs, (matrix) => emit('survival.changed', matrix));

  // Tidying up may fail for good reasons (another user's files) and is tried again at the next start.
  removeAbandonedCopies(host.dataDirectory).catch(() => undefined);

  const beforeClose = async (source: string) => {
    await served.stop(source);
    await jobs.stop(source);
    views.closeAll(source);
    timelines.close(source);
    trees.forget(source);
    repairs.forget(source);
  };

  const handlers: Handlers = {
    ...appHandlers({
      host,
      fileSystem: files,
      settings,
      recents,
      examples: new Examples(host.dataDirectory),
    }),
    ...sourceHandlers({ sources, recents, beforeClose, stopServing: (source) => served.stop(source) }),
    ...keysHandlers({ sources, views, trees, transfers, fileSystem: files }),
    ...editsHandlers({ sources }),
    ...timelineHandlers({ sources, timelines, fileSystem: files }),
    ...jobsHandlers({ sources, jobs, conversions, fileSystem: files }),
    ...repairHandlers({ sources, repairs }),
    ...serverHandlers({ sources, served }),
    ...crashHandlers({ sources, lab, jobs, fileSystem: files, recoveries }),
    ...labHandlers({ recoveries, fileSystem, sources }),
    ...sweepHandlers({ sweeps, survivals }),
    ...compareHandlers(),
  };

  const close = async () => {
    await jobs.stop();
    for (const { id } of sources.list()) await beforeClose(id);
    await sources.closeAll();
    await lab.close();
  };

  return { handlers, close };
}
