import type { CrashFate, TraceView } from '../../../shared/contract/lab.ts';
import { client } from '../../stores/host.ts';
import { callsOf, fatesOf, gapAt, gapsOf, pendingAt } from './trace-calls.ts';
import { firstChoice, getTrace, setTrace, type TraceChoice } from './trace-store.ts';

/** Fetches the engines, and the first trace if there is none yet. */
export async function startTrace(): Promise<void> {
  try {
    if (getTrace().engines.length === 0) setTrace({ engines: await client.call('lab.engines', {}) });
    if (getTrace().view === null && !getTrace().loading) await runTrace({});
  } catch (error) {
    setTrace({ error });
  }
}

/** Records a trace of what was chosen; where the engine lacks the workload, of its first one. */
export async function runTrace(patch: Partial<TraceChoice>): Promise<void> {
  const choice = { ...getTrace().choice, ...patch };
  if (patch.workload !== undefined) choice.source = null;
  const workloads = getTrace().engines.find(({ name }) => name === choice.engine)?.workloads;
  if (choice.source === null && !workloads?.some(({ name }) => name === choice.workload)) {
    choice.workload = workloads?.[0]?.name ?? firstChoice.workload;
  }
  setTrace({ choice, loading: true, error: null, playing: false });
  try {
    const view = await traced(choice);
    if (getTrace().choice === choice) show(view);
  } catch (error) {
    if (getTrace().choice === choice) setTrace({ error, loading: false });
  }
}

function traced({ source, engine, workload, fsync, seed }: TraceChoice): Promise<TraceView> {
  if (source !== null) return client.call('lab.traceSource', { source, engine, fsync });
  return client.call('lab.trace', { engine, workload, fsync, seed });
}

/** Shows a trace at the crash that came with it, or before the first step is asked for. */
export function show(view: TraceView): void {
  const { recorded } = view;
  const at = recorded?.at ?? view.readyAt;
  const chosen = new Map<number, CrashFate>();
  if (recorded !== null) {
    pendingAt(view, at).forEach((entry, index) => {
      chosen.set(entry, recorded.fates[index] ?? 'lost');
    });
  }
  setTrace({
    view,
    at,
    chosen,
    kind: recorded === null ? 'power' : recorded.kind,
    preset: 'worst',
    stakes: null,
    outcome: null,
    outcomeError: null,
    opened: null,
    marked: null,
    loading: false,
    error: null,
    playing: false,
    lower: 'verdict',
  });
  void loadStakes(view);
}

async function loadStakes(view: TraceView): Promise<void> {
  try {
    const stakes = await client.call('lab.atStake', { trace: view.trace });
    if (getTrace().view !== view) return;
    setTrace({ stakes });
    // Until somebody chooses, the power goes where it hurts most.
    const worst = stakes.indexOf(Math.max(...stakes));
    if (getTrace().at === view.readyAt && view.recorded === null && worst > 0) goTo(worst);
  } catch (error) {
    if (getTrace().view === view) setTrace({ error });
  }
}

/** Moves the crash to another point of the trace. */
export function goTo(at: number): void {
  const { view, kind } = getTrace();
  if (view === null) return;
  const bounded = Math.max(0, Math.min(view.entries.length, at));
  // What was recorded is a crash at one point; anywhere else it is the power that goes.
  const stays = kind !== 'recorded' || view.recorded?.at === bounded;
  setTrace({ at: bounded, marked: null, ...(stays ? {} : { kind: 'power' }) });
}

/** Shows an entry of the trace, and where it still can be torn its bytes, without moving the crash. */
export function mark(entry: number): void {
  setTrace({ marked: entry, opened: entry });
}

/** Moves by calls. False at either end. */
export function stepBy(by: number): boolean {
  const { view, at } = getTrace();
  if (view === null) return false;
  const gaps = gapsOf(view);
  const gap = gapAt(callsOf(view), at);
  const next = Math.max(0, Math.min(gaps.length - 1, gap + by));
  goTo(gaps[next] as number);
  return next !== gap;
}

export function chooseFate(entry: number, fate: CrashFate): void {
  setTrace({ chosen: new Map(getTrace().chosen).set(entry, fate) });
}

/** Everything that was pending met this end. */
export function choosePreset(preset: 'worst' | 'best'): void {
  setTrace({ preset, chosen: new Map() });
}

/** Each pending change by the toss of a coin. */
export function chooseRandom(): void {
  const { view, at } = getTrace();
  if (view === null) return;
  const chosen = new Map<number, CrashFate>();
  for (const entry of pendingAt(view, at)) chosen.set(entry, Math.random() < 0.5 ? 'kept' : 'lost');
  setTrace({ chosen });
}

/** Shows what the recovery from the crash that is shown does to the disk, to be crashed again. */
export async function enterRecovery(): Promise<void> {
  const crash = currentCrash();
  if (crash === null) return;
  try {
    show(await client.call('lab.insideRecovery', crash));
  } catch (outcomeError) {
    setTrace({ outcomeError });
  }
}

/** Back to the trace in which the crash was chosen. */
export async function leaveRecovery(): Promise<void> {
  const inside = getTrace().view?.inside;
  if (!inside) return;
  try {
    show(await client.call('lab.view', { trace: inside.outer }));
  } catch (error) {
    setTrace({ error });
  }
}

/** The crash that is shown now, as main takes it; null without a trace. */
export function currentCrash() {
  const { view, at, kind, chosen, preset } = getTrace();
  if (view === null) return null;
  return { trace: view.trace, at, kind, fates: fatesOf(pendingAt(view, at), chosen, preset) };
}
