import { create } from 'zustand';
import type { SurvivalMatrix } from '../../../shared/contract/survival.ts';
import type { AlteredEngine } from '../../../shared/contract/sweep.ts';
import { client } from '../../stores/host.ts';
import { cancelJob } from '../../stores/jobs.ts';
import { openReplay } from '../replay/open-replay.ts';
import type { MatrixCell, SurvivalView } from './survival-counts.ts';

interface SurvivalState {
  matrix: SurvivalMatrix | null;
  workload: string;
  view: SurvivalView;
  cell: MatrixCell | null;
  error: unknown;
}

export const useSurvival = create<SurvivalState>(() => ({
  matrix: null,
  workload: 'puts',
  view: 'crashes',
  cell: null,
  error: null,
}));

const set = useSurvival.setState;

export async function loadSurvival(): Promise<void> {
  await attempt(async () => {
    const matrix = await client.call('survival.last', {});
    if (matrix !== null) set({ matrix, workload: matrix.setup.workload });
  });
}

export function listenToSurvival(): () => void {
  return client.on('survival.changed', (matrix) => {
    if (matrix.survival === useSurvival.getState().matrix?.survival) set({ matrix });
  });
}

export async function startSurvival(engine: AlteredEngine & { seed: number }): Promise<void> {
  await attempt(async () => {
    const { workload } = useSurvival.getState();
    const { engine: name, without, seed } = engine;
    set({
      cell: null,
      matrix: await client.call('survival.start', { engine: name, without, workload, seed }),
    });
  });
}

export async function stopSurvival(): Promise<void> {
  const { matrix } = useSurvival.getState();
  if (matrix?.state === 'running') await attempt(() => cancelJob(matrix.job));
}

/** Opens a crash after which the write of the cell is there, or is not. */
export async function openSurvivalCell(isThere: boolean): Promise<void> {
  const { matrix, cell } = useSurvival.getState();
  if (matrix === null || cell === null) return;
  await attempt(async () => {
    const replay = await client.call('survival.replay', { survival: matrix.survival, ...cell, isThere });
    if (replay !== null) await openReplay(replay.text);
  });
}

async function attempt(work: () => Promise<void>): Promise<void> {
  try {
    set({ error: null });
    await work();
  } catch (error) {
    set({ error });
  }
}
