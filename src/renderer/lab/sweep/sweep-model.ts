import { create } from 'zustand';
import type {
  Counterexample,
  LabChoices,
  ReplayText,
  SweepSetup,
  SweepSummary,
} from '../../../shared/contract/sweep.ts';
import { client } from '../../stores/host.ts';
import { cancelJob } from '../../stores/jobs.ts';
import { openReplay } from '../replay/open-replay.ts';
import { saveReplayText } from '../replay/save-replay.ts';
import { alterationKey } from './alteration.ts';
import { readCounts } from './counts.ts';
import type { Heat, HeatCell } from './heat-layout.ts';

interface SweepState {
  choices: LabChoices | null;
  setup: SweepSetup;
  /** The sweep that is shown, under way or ended; null until there is one. */
  summary: SweepSummary | null;
  heat: Heat | null;
  /** Columns that the heatmap was asked to have, at most. */
  room: number;
  counterexamples: readonly Counterexample[];
  /** Only what violates this invariant is marked and listed; null = any. */
  invariant: string | null;
  cell: HeatCell | null;
  /** The cell that the pointer is on. */
  hovered: HeatCell | null;
  counterexample: number | null;
  /** The newest sweep of each alteration of the engine: what it takes to see what a safeguard is for. */
  byAlteration: Readonly<Record<string, SweepSummary>>;
  /** Safeguards that are taken out one after the other; null when that is not under way. */
  inTurn: readonly string[] | null;
  error: unknown;
}

const firstSetup: SweepSetup = {
  engine: 'walscope',
  without: [],
  workloads: ['all'],
  fsync: 'always',
  faults: [],
  profile: 'posix',
  limit: 10_000,
  seed: 1,
};

export const useSweep = create<SweepState>(() => ({
  choices: null,
  setup: firstSetup,
  summary: null,
  heat: null,
  room: 64,
  counterexamples: [],
  invariant: null,
  cell: null,
  hovered: null,
  counterexample: null,
  byAlteration: {},
  inTurn: null,
  error: null,
}));

const get = useSweep.getState;
const set = useSweep.setState;

export const isRunning = (summary: SweepSummary | null): boolean => summary?.state === 'running';

/** Whether a sweep of one would be that of the other. */
export const sameSetup = (one: SweepSetup, other: SweepSetup): boolean =>
  alterationKey(one) === alterationKey(other) &&
  one.fsync === other.fsync &&
  one.profile === other.profile &&
  one.limit === other.limit &&
  one.seed === other.seed &&
  one.workloads.join() === other.workloads.join() &&
  [...one.faults].sort().join() === [...other.faults].sort().join();

/** Reads once what can be chosen. */
async function loadChoices(): Promise<void> {
  if (get().choices !== null) return;
  const choices = await client.call('sweep.choices', {});
  const faults = choices.faults.filter(({ optional }) => !optional).map(({ name }) => name);
  set({ choices, setup: { ...get().setup, faults } });
}

/** What can be chosen, and the last sweep if there was one. Called when the page is shown. */
export async function loadSweep(): Promise<void> {
  await attempt(async () => {
    await loadChoices();
    const summary = await client.call('sweep.last', {});
    if (summary === null || get().summary?.sweep === summary.sweep) return;
    set({ summary, setup: summary.setup });
    await refresh();
  });
}

export function listenToSweeps(): () => void {
  return client.on('sweep.changed', (summary) => {
    if (summary.sweep !== get().summary?.sweep) return;
    const key = alterationKey(summary.setup);
    set({ summary, byAlteration: { ...get().byAlteration, [key]: summary } });
    void refresh();
  });
}

export function changeSetup(patch: Partial<SweepSetup>): void {
  set({ setup: { ...get().setup, ...patch } });
}

export async function startSweep(): Promise<void> {
  await attempt(async () => {
    const summary = await client.call('sweep.start', get().setup);
    set({
      summary,
      heat: null,
      counterexamples: [],
      invariant: null,
      cell: null,
      hovered: null,
      counterexample: null,
    });
    await refresh();
  });
}

export async function stopSweep(): Promise<void> {
  set({ inTurn: null });
  const { summary } = get();
  if (summary && isRunning(summary)) await attempt(() => cancelJob(summary.job));
}

export async function chooseInvariant(invariant: string | null): Promise<void> {
  set({ invariant, counterexample: null });
  await refresh();
}

/** The heatmap has room for so many columns: it is asked for anew when that is another number. */
export async function makeRoom(room: number): Promise<void> {
  if (room === get().room) return;
  set({ room, cell: null, hovered: null });
  await refresh();
}

let asking = false;
let stale = false;

/** Brings the heatmap and the list up to date; one question at a time, and the newest answer is shown. */
async function refresh(): Promise<void> {
  stale = true;
  if (asking) return;
  asking = true;
  try {
    while (stale) {
      stale = false;
      await read();
    }
  } catch (error) {
    set({ error });
  } finally {
    asking = false;
  }
}

async function read(): Promise<void> {
  const { summary, invariant, room } = get();
  if (summary === null) return;
  const { sweep, setup } = summary;
  const [heat, counterexamples] = await Promise.all([
    client.call('sweep.heat', { sweep, invariant, columns: room }),
    client.call('sweep.counterexamples', { sweep, invariant }),
  ]);
  if (get().summary?.sweep !== sweep) return;
  const { sections, columns } = heat;
  const states = readCounts(heat.states);
  set({
    heat: { faults: setup.faults, sections, columns, states, failing: readCounts(heat.failing) },
    counterexamples,
  });
}

/** Opens a counterexample in the trace. */
export async function openCounterexample(id: number): Promise<void> {
  await withReplay(id, ({ text }) => openReplay(text));
}

export async function saveCounterexample(id: number): Promise<void> {
  await withReplay(id, async ({ name, text }) => saveReplayText(text, name));
}

async function withReplay(id: number, use: (replay: ReplayText) => Promise<void>): Promise<void> {
  const { summary } = get();
  if (summary === null) return;
  await attempt(async () => {
    await use(await client.call('sweep.replay', { sweep: summary.sweep, counterexample: id }));
  });
}

/** Opens a state of the chosen cell in the trace, one that fails where there is one. */
export async function openCell(): Promise<void> {
  const { summary, cell, heat, room } = get();
  const fault = cell === null ? undefined : heat?.faults[cell.row];
  if (summary === null || cell === null || fault === undefined) return;
  await attempt(async () => {
    const { sweep } = summary;
    const place = { fault, column: cell.column, columns: room };
    const replay = await client.call('sweep.cell', { sweep, ...place });
    if (replay !== null) await openReplay(replay.text);
  });
}

/** What a person asked for: what went wrong with it is told, and what went wrong before no longer. */
async function attempt(work: () => Promise<void>): Promise<void> {
  try {
    set({ error: null });
    await work();
  } catch (error) {
    set({ error });
  }
}
