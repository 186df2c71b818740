import { z } from 'zod';
import { sessionId } from './define.ts';

export const stepFates = ['there', 'replaced', 'gone', 'unanswered', 'nothing', 'not-asked'] as const;
/**
 * What became of a step: its change is there · a later change took its place · it had been answered and is not there ·
 * nobody had been answered · it changes nothing · it had not been asked for.
 */
export type StepFate = (typeof stepFates)[number];

export const ruleEvidence = z.object({
  kind: z.enum(['acknowledgement', 'call', 'bytes', 'engine']),
  text: z.string(),
  /** The entry of the trace that it is about; null = none. */
  entry: z.number().nullable(),
});

export const ruleVerdict = z.object({
  name: z.string(),
  /** What must hold, in a sentence. */
  rule: z.string(),
  verdict: z.enum(['holds', 'violated', 'does-not-apply']),
  /** What is wrong; empty unless violated. */
  sentence: z.string(),
  evidence: z.array(ruleEvidence),
});
export type RuleVerdict = z.infer<typeof ruleVerdict>;

export const crashOutcome = z.object({
  /** In a sentence: what happened, and whether a promise was broken. */
  sentence: z.string(),
  violated: z.boolean(),
  /** Steps that were answered, and among them those whose change is gone. */
  answered: z.number(),
  gone: z.number(),
  goneSteps: z.array(z.number()),
  steps: z.array(z.enum(stepFates)),
  files: z.array(
    z.object({
      name: z.string(),
      /** As the process had left it, and as the disk has it; null = not there. Bytes. */
      before: z.number().nullable(),
      after: z.number().nullable(),
    }),
  ),
  /** What the engine said when it opened this disk. */
  engineSays: z.object({
    kind: z.enum(['opened', 'empty', 'refused', 'failed']),
    sentence: z.string(),
    reportsLoss: z.boolean(),
    readOnly: z.boolean(),
  }),
  keys: z.array(
    z.object({
      key: z.string(),
      /** By what was answered; null = no such key. */
      expected: z.string().nullable(),
      found: z.string().nullable(),
      same: z.boolean(),
    }),
  ),
  rules: z.array(ruleVerdict),
  /** Its recovery record by record, for the recovery calls; null where no format knows the files. */
  recovery: z.object({ session: sessionId, steps: z.number(), stopStep: z.number().nullable() }).nullable(),
});
export type CrashOutcome = z.infer<typeof crashOutcome>;
