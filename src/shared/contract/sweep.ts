import { z } from 'zod';
import { fsyncPolicy } from '../model.ts';
import { bytes, call, index, jobId, noParams } from './define.ts';

/** Most states that a sweep of the app looks at, and most columns of a heatmap. */
export const maxSweepStates = 10_000_000;
export const maxHeatColumns = 512;

export const labName = z.string().min(1).max(64);
const sweepId = z.string().min(1).max(64);
export const seed = z.number().int().nonnegative().max(0x7fff_ffff);

/** An engine under the lab, and what is taken out of it: ids of safeguards. */
export const alteredEngine = z.object({ engine: labName, without: z.array(labName).max(64) });
export type AlteredEngine = z.infer<typeof alteredEngine>;

/** What the last records of an open directory's log did, as a workload: the mark, and the id of its source. */
export const recordedMark = 'recorded:';

export const sweepSetup = alteredEngine.extend({
  /** Names; `all` = every one that the engine has the operations for. */
  workloads: z.array(labName).min(1).max(64),
  fsync: fsyncPolicy,
  faults: z.array(labName).min(1).max(64),
  profile: labName,
  /** States to be looked at, at most. */
  limit: z.number().int().min(1).max(maxSweepStates),
  seed,
});
export type SweepSetup = z.infer<typeof sweepSetup>;

const named = z.object({ name: z.string(), title: z.string(), text: z.string() });

/** All that a sweep can be told. `text`: one sentence. */
export const labChoices = z.object({
  /** Those that can be swept, of whichever engine has the operations for them. */
  workloads: z.array(z.string()),
  faults: z.array(named.extend({ optional: z.boolean() })),
  profiles: z.array(named),
  invariants: z.array(named),
  /** What can be taken out of Walscope's engine; `text`: what no longer happens then. */
  safeguards: z.array(
    named.extend({
      kind: z.enum(['file-fsync', 'directory-fsync', 'step', 'check']),
      purpose: z.string(),
      /** Where its absence shows; where it does not, what was tried. */
      workloads: z.array(z.string()),
      faults: z.array(z.string()),
      fsync: fsyncPolicy,
      /** Why no sweep shows that it is gone; null when one does. */
      unnoticed: z.string().nullable(),
      /** Others with which together its absence shows after all. */
      together: z.array(z.string()),
    }),
  ),
});
export type LabChoices = z.infer<typeof labChoices>;

export const sweepSummary = z.object({
  sweep: sweepId,
  job: jobId,
  setup: sweepSetup,
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  /** Why it failed. */
  error: z.string().nullable(),
  /** States looked at, of so many that were planned so far; those that left different bytes; those that fail. */
  states: z.number(),
  planned: z.number(),
  distinct: z.number(),
  failing: z.number(),
  /** Invariants judged. */
  checks: z.number(),
  elapsedMs: z.number(),
  counterexamples: z.number(),
  /** States that violate each invariant; those that none violates are left out. */
  violated: z.array(z.object({ invariant: z.string(), failing: z.number() })),
});
export type SweepSummary = z.infer<typeof sweepSummary>;

/** Columns of the heatmap that belong to one workload, from left to right. */
const heatSection = z.object({
  workload: z.string(),
  columns: z.number(),
  /** System calls of the workload, in words, in order: crash point n is after the first n of them. */
  calls: z.array(z.string()),
});
export type HeatSection = z.infer<typeof heatSection>;

export const counterexample = z.object({
  id: index,
  /** The most telling rule that it breaks, and the others. */
  invariant: z.string(),
  also: z.array(z.string()),
  workload: z.string(),
  fault: z.string(),
  /** Crash point, as in the heatmap. */
  call: z.number(),
  /** Unsynced operations that survive in it: fewer are easier to understand. */
  kept: z.number(),
  /** The state in words, and what is wrong with it. */
  state: z.string(),
  sentence: z.string(),
});
export type Counterexample = z.infer<typeof counterexample>;

/** A replay file: its name without a directory, and its content. */
export const replayText = z.object({ name: z.string(), text: z.string() });
export type ReplayText = z.infer<typeof replayText>;

export const sweepCalls = {
  'sweep.choices': call(noParams, labChoices),
  /** A job; what it found so far is told by `sweep.changed` and stays after it was cancelled. */
  'sweep.start': call(sweepSetup, sweepSummary),
  /** The newest sweep, or null when there was none. */
  'sweep.last': call(noParams, sweepSummary.nullable()),
  /** Counts by fault (rows, as in the setup) and crash point (columns); `failing` of one invariant, or of any. */
  'sweep.heat': call(
    z.object({
      sweep: sweepId,
      invariant: labName.nullable(),
      /** Fewer crash points than that stand alone, more are put together. */
      columns: z.number().int().min(1).max(maxHeatColumns),
    }),
    z.object({
      sections: z.array(heatSection),
      columns: z.number(),
      /** 32-bit counts, little-endian, row by row. */
      states: bytes,
      failing: bytes,
    }),
  ),
  /** Smallest first. */
  'sweep.counterexamples': call(
    z.object({ sweep: sweepId, invariant: labName.nullable() }),
    z.array(counterexample),
  ),
  'sweep.replay': call(z.object({ sweep: sweepId, counterexample: index }), replayText),
  /** A state of one cell, one that fails where there is one; null when the cell has none. */
  'sweep.cell': call(
    z.object({
      sweep: sweepId,
      fault: labName,
      column: index,
      /** As many as the heatmap was asked to have. */
      columns: z.number().int().min(1).max(maxHeatColumns),
    }),
    replayText.nullable(),
  ),
};
