import { join } from 'node:path';
import type { crashCalls } from '../../../shared/contract/crash.ts';
import type { Handlers } from '../../../shared/contract/index.ts';
import { WalscopeError } from '../../../shared/errors.ts';
import { diffRows, stepRows } from '../../../shared/rows.ts';
import { filesThatCount } from '../../crash/copy-directory.ts';
import type { CrashLab, CrashTarget } from '../../crash/crash-lab.ts';
import { killRefusal } from '../../crash/kill-refusal.ts';
import { planPowerLoss } from '../../crash/power-loss.ts';
import { stepDetail, stepRowsOf } from '../../crash/replay-steps.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { DirectoryReader } from '../../formats/log/directory-reader.ts';
import { describeFile } from '../describe-file.ts';
import type { JobRegistry } from '../jobs/job-registry.ts';
import type { LabRecoveries } from '../lab/lab-recoveries.ts';
import type { Source } from '../sources/source.ts';
import type { SourceRegistry } from '../sources/source-registry.ts';

export function crashHandlers(options: {
  sources: SourceRegistry;
  lab: CrashLab;
  jobs: JobRegistry;
  fileSystem: FileSystem;
  /** Recoveries of disks in memory, which are watched as those of copies are. */
  recoveries: LabRecoveries;
}): Pick<Handlers, keyof typeof crashCalls> {
  const { sources, lab, jobs, fileSystem, recoveries } = options;
  const watched = (session: string) => recoveries.find(session) ?? { ...lab.get(session), fileSystem };
  const target = async (id: string): Promise<CrashTarget> => {
    const source = sources.get(id);
    return { source: id, log: await source.log().whole, reader: source.reader };
  };
  return {
    'crash.files': async ({ source }) => {
      const read = await target(source);
      const { log } = read;
      const names = await filesThatCount(read, fileSystem);
      const sizes = await Promise.all(names.map((name) => fileSystem.stat(join(log.directory, name))));
      return names.map((file, i) => ({
        file,
        sizeBytes: sizes[i]?.size ?? 0,
        what: describeFile(log, file),
      }));
    },
    'crash.bytes': async ({ source, file, offset, length }) => {
      const read = await target(source);
      const { log } = read;
      if (!(await filesThatCount(read, fileSystem)).includes(file)) {
        throw new WalscopeError(
          'NOT_FOUND',
          `${file} is no file of ${log.directory}: choose one of its files.`,
        );
      }
      const files = new DirectoryReader(fileSystem, log.directory);
      return { bytes: await files.read(file, offset, length).finally(() => files.close()) };
    },
    'crash.killRefusal': async ({ source }) =>
      killRefusal(await target(source))?.message ?? damageRefusal(sources.get(source)),
    'crash.processKill': async ({ source: id, ...kill }) => {
      const source = sources.get(id);
      const job = jobs.start({
        source: id,
        title: `A writer on a copy of ${source.info().name}`,
        unit: 'writes',
        run: async ({ signal, progress }) => {
          const onAcknowledged = (count: number) => progress(count, 0);
          const session = await lab.processKill(await target(id), kill, { signal, onAcknowledged });
          return { kind: 'kill', session: session.session };
        },
      });
      return { job };
    },
    'crash.preview': async ({ source, ...loss }) => {
      const read = await target(source);
      const { files, others, cut, lostRecords, sentence } = await planPowerLoss(read, loss, fileSystem);
      const { proven } = cut;
      return {
        files: [
          ...files,
          ...others.map(({ name, bytes }) => ({ file: name, sizeBytes: bytes?.length ?? null })),
        ],
        provenOffset:
          proven.records > 0
            ? { file: read.log.files[proven.file]?.name ?? '', offset: proven.offset }
            : null,
        lostRecords,
        sentence,
      };
    },
    'crash.powerLoss': async ({ source, ...loss }) => lab.powerLoss(await target(source), loss),
    'crash.damage': async ({ source, faults }) => lab.damage(await target(source), faults),
    'crash.sessions': async ({ source }) => lab.sessions(source),
    'crash.discard': async ({ session }) => {
      await lab.discard(session);
      return null;
    },
    'recovery.steps': async ({ session, first, count }) => {
      const { replay, reader, fileSystem: files } = watched(session);
      const rows = await stepRowsOf(replay, reader, files, first, count);
      return { bytes: stepRows.encode(rows), first, total: replay.count };
    },
    'recovery.step': async ({ session, index }) => {
      const { replay, reader, fileSystem: files } = watched(session);
      return stepDetail(replay, reader, files, index);
    },
    'recovery.diff': async ({ session, category, first, count }) => {
      const { diff } = lab.get(session);
      const rows = await diff.rows(category, first, Math.min(count, maxDiffRows), fileSystem);
      return { bytes: diffRows.encode(rows), first, total: diff.total(category) };
    },
  };
}

/** The writer opens a copy as a restart would, which is read-only until somebody has accepted the damage. */
function damageRefusal(source: Source): string | null {
  const { path, readOnly, verdict } = source.info();
  if (!source.acceptDamage || !readOnly || verdict.damage !== 'corrupt') return null;
  return `${path} is damaged, and opens read-only: open it for writing anyway, or repair it, before.`;
}

/** A page cannot hold more rows whatever their keys. */
const maxDiffRows = 1024;
