import { z } from 'zod';
import { fsyncPolicy } from '../model.ts';
import { call, index } from './define.ts';
import { alteredEngine, labName, replayText, seed } from './sweep.ts';

/** Where the crash comes, by what the callers see of a step: asked for, its first bytes written, answered. */
export const compareMoments = ['asked', 'under-way', 'answered'] as const;
export type CompareMoment = (typeof compareMoments)[number];

/**
 * killed = the process ends, the system goes on · kept, lost = power loss that keeps everything, or nothing, that no
 * fsync had proven · torn = half of the last write gets to the disk · names-lost = data gets there, names do not
 */
export const compareOutcomes = ['killed', 'kept', 'lost', 'torn', 'names-lost'] as const;
export type CompareOutcome = (typeof compareOutcomes)[number];

export const compareSide = alteredEngine.extend({ fsync: fsyncPolicy });
export type CompareSide = z.infer<typeof compareSide>;

/** A write of the workload after the crash; `promised` and `answered`: what its caller had been told. */
export const writeStates = ['not-asked', 'asked', 'refused', 'answered', 'promised'] as const;

const comparedSide = z.object({
  /** System calls that had happened, of all that the workload makes. */
  calls: z.number(),
  allCalls: z.number(),
  /** Operations that no fsync had proven, and what became of each. */
  pending: z.array(z.object({ text: z.string(), fate: z.string() })),
  /** By step; `isThere` is null for steps that change no key. */
  steps: z.array(z.object({ state: z.enum(writeStates), isThere: z.boolean().nullable() })),
  /** What it holds after the crash; null when it would not open. */
  contents: z.array(z.object({ key: z.string(), value: z.string() })).nullable(),
  /** What the engine says about itself. */
  sentence: z.string(),
  violations: z.array(z.object({ invariant: z.string(), sentence: z.string() })),
  /** For each step: acknowledged writes that are gone if the same crash comes there. */
  lostAt: z.array(z.number()),
  replay: replayText,
});
export type ComparedSide = z.infer<typeof comparedSide>;

export const comparison = z.object({
  /** The workload's steps: `SET user:1`, `snapshot`. */
  steps: z.array(z.string()),
  sides: z.array(comparedSide).length(2),
});
export type Comparison = z.infer<typeof comparison>;

export const compareCalls = {
  /** Two engines, or one under two policies, crashed at the same place of the same workload. */
  'compare.run': call(
    z.object({
      workload: labName,
      seed,
      step: index,
      moment: z.enum(compareMoments),
      outcome: z.enum(compareOutcomes),
      sides: z.array(compareSide).length(2),
    }),
    comparison,
  ),
};
