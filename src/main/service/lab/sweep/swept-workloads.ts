import type { SweepSetup } from '../../../../shared/contract/sweep.ts';
import { recordedMark } from '../../../../shared/contract/sweep.ts';
import { WalscopeError } from '../../../../shared/errors.ts';
import { recordedWorkload } from '../../../crash/lab/recorded-workload.ts';
import type { Subject } from '../../../crash/lab/subject.ts';
import { type Workload, workloadOf, workloadsOf } from '../../../crash/lab/workloads.ts';
import type { Log } from '../../../formats/log/log.ts';

/** The whole log of an open directory, by the id of its source. Throws NOT_FOUND. */
export type LogOf = (source: string) => Promise<Log>;

/** What a sweep is to run: each workload once. Throws INVALID_ARGUMENT for what the engine cannot do. */
export async function sweptWorkloads(
  { workloads, seed }: Pick<SweepSetup, 'workloads' | 'seed'>,
  subject: Subject,
  logOf: LogOf,
): Promise<Workload[]> {
  const chosen = new Map<string, Workload>();
  for (const name of workloads) {
    if (name.startsWith(recordedMark)) {
      chosen.set(name, await recorded(name.slice(recordedMark.length), subject, logOf));
    } else for (const each of workloadsOf(name, subject)) chosen.set(each, workloadOf(each, seed));
  }
  return [...chosen.values()];
}

async function recorded(source: string, subject: Subject, logOf: LogOf): Promise<Workload> {
  const workload = recordedWorkload(await logOf(source), Date.now());
  if (workload.steps.length === 0) {
    throw new WalscopeError(
      'INVALID_ARGUMENT',
      'The log of that directory has no record that can be played.',
    );
  }
  if (workload.steps.some(({ kind }) => kind === 'batch') && !subject.workloads.includes('batches')) {
    throw new WalscopeError(
      'INVALID_ARGUMENT',
      `The log of that directory has batches, and ${subject.name} knows none: choose another engine.`,
    );
  }
  return workload;
}
