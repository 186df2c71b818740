import { create } from 'zustand';
import type {
  CrashFate,
  CrashKind,
  CrashOutcome,
  LabEngine,
  TraceView,
} from '../../../shared/contract/lab.ts';
import type { FsyncPolicy } from '../../../shared/model.ts';

/** What is traced: all that makes two traces the same. */
export interface TraceChoice {
  engine: string;
  workload: string;
  fsync: FsyncPolicy;
  seed: number;
  /** An open directory whose own writes are the workload; null = the one named above. */
  source: string | null;
}

export type Preset = 'worst' | 'best';
export type LowerPart = 'verdict' | 'keys' | 'recovery';

interface TraceState {
  engines: readonly LabEngine[];
  choice: TraceChoice;
  view: TraceView | null;
  /** A trace is being recorded. */
  loading: boolean;
  error: unknown;
  /** Answered writes that are gone at worst, for each crash point; null until they are known. */
  stakes: readonly number[] | null;
  /** Entries that had happened when the power went. */
  at: number;
  kind: CrashKind;
  /** What became of pending changes that nobody chose for. */
  preset: Preset;
  /** What somebody chose, by the change's entry. */
  chosen: ReadonlyMap<number, CrashFate>;
  outcome: CrashOutcome | null;
  outcomeError: unknown;
  /** The change whose bytes are shown; null = none. */
  opened: number | null;
  /** The entry that somebody asked to be shown; null = none. */
  marked: number | null;
  playing: boolean;
  lower: LowerPart;
  as: 'timeline' | 'list';
}

export const firstChoice: TraceChoice = {
  engine: 'walscope',
  workload: 'first-look',
  fsync: 'everysec',
  seed: 1,
  source: null,
};

/** The Trace page, kept while other pages are shown. */
export const useTrace = create<TraceState>(() => ({
  engines: [],
  choice: firstChoice,
  view: null,
  loading: false,
  error: null,
  stakes: null,
  at: 0,
  kind: 'power',
  preset: 'worst',
  chosen: new Map(),
  outcome: null,
  outcomeError: null,
  opened: null,
  marked: null,
  playing: false,
  lower: 'verdict',
  as: 'timeline',
}));

export const getTrace = (): TraceState => useTrace.getState();
export const setTrace = (patch: Partial<TraceState>): void => useTrace.setState(patch);
