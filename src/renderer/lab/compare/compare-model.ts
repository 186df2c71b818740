import { create } from 'zustand';
import type {
  CompareMoment,
  CompareOutcome,
  CompareSide,
  Comparison,
} from '../../../shared/contract/compare.ts';
import { client } from '../../stores/host.ts';
import { openReplay } from '../replay/open-replay.ts';

interface CompareState {
  workload: string;
  seed: number;
  step: number;
  moment: CompareMoment;
  outcome: CompareOutcome;
  sides: readonly [CompareSide, CompareSide];
  /** The newest one that was worked out; what was chosen since may be on its way. */
  comparison: Comparison | null;
  error: unknown;
}

/** The same engine under two promises: what fsync is for, at a glance. */
export const useCompare = create<CompareState>(() => ({
  workload: 'puts',
  seed: 1,
  step: 6,
  moment: 'answered',
  outcome: 'lost',
  sides: [
    { engine: 'walscope', without: [], fsync: 'always' },
    { engine: 'walscope', without: [], fsync: 'no' },
  ],
  comparison: null,
  error: null,
}));

const get = useCompare.getState;
const set = useCompare.setState;

export type ComparePlace = Partial<Pick<CompareState, 'workload' | 'seed' | 'step' | 'moment' | 'outcome'>>;

export function changePlace(patch: ComparePlace): void {
  set({ ...patch, ...(patch.workload === undefined ? {} : { step: 0 }) });
  void compare();
}

export function changeSide(index: 0 | 1, patch: Partial<CompareSide>): void {
  const [left, right] = get().sides;
  set({ sides: index === 0 ? [{ ...left, ...patch }, right] : [left, { ...right, ...patch }] });
  void compare();
}

let asking = false;
let stale = false;

/** Works it out anew: one question at a time, and always the newest. */
export async function compare(): Promise<void> {
  stale = true;
  if (asking) return;
  asking = true;
  while (stale) {
    stale = false;
    const { workload, seed, step, moment, outcome, sides } = get();
    try {
      const place = { workload, seed, step, moment, outcome };
      set({ comparison: await client.call('compare.run', { ...place, sides: [...sides] }), error: null });
    } catch (error) {
      set({ error });
    }
  }
  asking = false;
}

export async function openSide(index: 0 | 1): Promise<void> {
  const replay = get().comparison?.sides[index]?.replay;
  if (replay === undefined) return;
  try {
    await openReplay(replay.text);
  } catch (error) {
    set({ error });
  }
}
