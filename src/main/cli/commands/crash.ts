import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { looseText } from '../../../shared/bytes.ts';
import type { FsyncPolicy } from '../../../shared/model.ts';
import { plural } from '../../../shared/words.ts';
import { describeState } from '../../crash/lab/crash-state.ts';
import { faultNames, faultsOf } from '../../crash/lab/faults.ts';
import { alteredName } from '../../crash/lab/mutants/altered-name.ts';
import { mutantPages } from '../../crash/lab/mutants/mutants.ts';
import { parallelSweep } from '../../crash/lab/parallel-sweep.ts';
import { profileOf } from '../../crash/lab/profiles/profiles.ts';
import { recordedWorkload } from '../../crash/lab/recorded-workload.ts';
import { decodeReplay, encodeReplay, playReplay } from '../../crash/lab/replay.ts';
import type { Subject } from '../../crash/lab/subject.ts';
import type { SweepPlan } from '../../crash/lab/sweep-plan.ts';
import type { FaultCount, SweepFailure } from '../../crash/lab/sweep-result.ts';
import { type Workload, workloadsOf } from '../../crash/lab/workloads.ts';
import { subjectOf } from '../../service/crash/subjects.ts';
import { fileArgument } from '../arguments.ts';
import type { ExitCode, Invocation, Run } from '../command.ts';
import { readDirectory } from '../directory.ts';
import { writeJson } from '../output.ts';
import { Progress } from '../progress.ts';
import { listStories, tellStory } from './crash-stories.ts';

interface Options {
  engine?: string;
  without?: string[];
  workload?: string;
  recorded?: string;
  fsync?: FsyncPolicy;
  faults?: string[];
  profile?: string;
  states?: number;
  seed?: number;
  replay?: string;
  stories?: boolean;
  story?: string;
}

/** A sweep of this size takes some seconds. */
const defaultStates = 10_000;

interface Report {
  states: number;
  distinct: number;
  checks: number;
  failures: { invariant: string; state: string; sentence: string; replay: string }[];
  perFault: Partial<Record<string, FaultCount>>;
}

export const run: Run<Options, []> = async (invocation) => {
  const { replay, stories, story } = invocation.options;
  if (stories) return listStories(invocation);
  if (story !== undefined) return tellStory(story, invocation);
  const report = replay === undefined ? await sweepAll(invocation) : await playAgain(replay, invocation);
  return tell(report, invocation);
};

async function sweepAll(invocation: Invocation<Options>): Promise<Report> {
  const { io, options } = invocation;
  const subject = subjectOf(alteredName(options.engine ?? 'walscope', options.without ?? []));
  const seed = options.seed ?? 1;
  const progress = new Progress(io, 'Crashing');
  try {
    const plan: SweepPlan = {
      engine: subject.name,
      workloads: await workloadsFor(invocation, subject),
      fsync: options.fsync ?? 'always',
      profile: profileOf(options.profile ?? 'posix').name,
      faults: faultsOf(options.faults ?? []),
      limit: options.states ?? defaultStates,
      seed,
    };
    const result = await parallelSweep(plan, {
      signal: io.signal,
      onProgress: ({ states, total }) => progress.update(states, total),
    });
    const failures = [];
    for (const failure of result.failures) {
      const { invariant, workload, state, sentence } = failure;
      const replay = await saveReplay(failure, seed);
      failures.push({ invariant, state: `${workload}: ${state}`, sentence, replay });
    }
    return { ...result, failures };
  } finally {
    progress.end();
  }
}

/** The engine's own workloads, or what was done to a directory. */
async function workloadsFor(
  invocation: Invocation<Options>,
  subject: Subject,
): Promise<readonly (string | Workload)[]> {
  const { recorded, workload = 'all' } = invocation.options;
  if (recorded === undefined) return workloadsOf(workload, subject);
  const { log } = await readDirectory(invocation, recorded);
  return [recordedWorkload(log, Date.now())];
}

/** The same sweep writes the same files. Returns the file's path. */
async function saveReplay(
  { replay, invariant, workload, fault }: SweepFailure,
  seed: number,
): Promise<string> {
  const directory = join(tmpdir(), 'walscope-crash');
  const whole = [replay.engine, replay.fsync, workload, fault, invariant, seed].join('-');
  const name = whole.length <= maxNameLength ? whole : shortened(whole);
  const path = join(directory, `${name}.json`);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await writeFile(path, encodeReplay(replay));
  return path;
}

/** A system takes names of 255 bytes; an engine with everything taken out of it is called longer than that. */
const maxNameLength = 200;

function shortened(name: string): string {
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 16);
  return `${name.slice(0, maxNameLength - digest.length - 1)}-${digest}`;
}

async function playAgain(path: string, { io, options }: Invocation<Options>): Promise<Report> {
  const replay = decodeReplay(looseText(await fileArgument(path, 'give the path of a crash replay', io)));
  const { checks, violations } = await playReplay(replay, subjectOf(options.engine ?? replay.engine));
  const state = `${replay.workload.name}: ${describeState(replay.state)}`;
  return {
    states: 1,
    distinct: 1,
    checks,
    failures: violations.map((violation) => ({ ...violation, state, replay: path })),
    perFault: { [replay.state.fault]: { states: 1, failing: violations.length > 0 ? 1 : 0 } },
  };
}

async function tell(report: Report, { io, common, options }: Invocation<Options>): Promise<ExitCode> {
  const { states, distinct, checks, failures, perFault } = report;
  if (common.json) await writeJson(io, report);
  else {
    for (const fault of faultNames) {
      const count = perFault[fault];
      if (count === undefined || count.states === 0) continue;
      await io.write(`${fault.padEnd(22)} ${plural(count.states, 'state')} · ${count.failing} failing\n`);
    }
    for (const { invariant, state, sentence, replay } of failures) {
      await io.write(`\n${invariant}: ${sentence}\n  ${state}\n  walscope crash --replay ${replay}\n`);
    }
    const found = failures.length === 0 ? '0 violations' : plural(failures.length, 'counterexample');
    await io.write(
      `${plural(states, 'state')}, ${distinct.toLocaleString('en')} distinct · ${plural(checks, 'check')} · ${found}\n`,
    );
    for (const { id, redundant } of mutantPages) {
      if (options.without?.includes(id) && redundant !== null) await io.write(`${id}: ${redundant.reason}\n`);
    }
  }
  return failures.length === 0 ? 0 : 1;
}
