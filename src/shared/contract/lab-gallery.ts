import { z } from 'zod';
import { fsyncPolicy } from '../model.ts';
import { replayText } from './lab-replay.ts';

export const exhibit = z.object({
  engine: z.string(),
  title: z.string(),
  /** The text that it was built after. */
  source: z.string(),
  /** How it writes and how it starts. */
  method: z.string(),
  /** What that text promises. */
  promises: z.array(z.string()),
  /** What a sweep found: a fault under which a workload violates a rule, and what that means. */
  findings: z.array(
    z.object({
      fault: z.string(),
      invariant: z.string(),
      workload: z.string(),
      fsync: fsyncPolicy,
      sentence: z.string(),
    }),
  ),
  /** What would have helped. */
  remedy: z.string(),
});
export type Exhibit = z.infer<typeof exhibit>;

/** A loss of data that happened to a real system. */
export const story = z.object({
  id: z.string(),
  title: z.string(),
  system: z.string(),
  year: z.number(),
  /** What was affected, and where it was repaired. */
  versions: z.string(),
  sources: z.array(z.object({ title: z.string(), url: z.string(), date: z.string() })),
  happened: z.string(),
  before: z.string(),
  recoveryThen: z.string(),
  walscopeNow: z.string(),
  /** Why crash states cannot show it; null when they do. */
  cannotModel: z.string().nullable(),
  /** Whether there is a scene of then, and one of Walscope under the same crash. */
  hasThen: z.boolean(),
  hasNow: z.boolean(),
});
export type Story = z.infer<typeof story>;

/** A few calls and one fault, of which all crashes are played. */
export const playedScene = z.object({
  states: z.number(),
  failing: z.number(),
  /** The smallest crash that violates the rule, as a replay; null when none does. */
  counterexample: z.object({ state: z.string(), sentence: z.string(), text: replayText }).nullable(),
});
export type PlayedScene = z.infer<typeof playedScene>;
