import { z } from 'zod';
import { fsyncPolicy } from '../model.ts';
import { bytes, call, index, noParams, path, sessionId, sourceId } from './define.ts';

/** A trace that is kept in main until newer ones push it out. */
export const traceId = z.string().min(1).max(64);

/** A journal that is shown has at most so many entries; longer ones are for sweeps. */
export const maxTraceEntries = 2000;

export const labEngine = z.object({
  /** As `walscope crash --engine` takes it. */
  name: z.string(),
  title: z.string(),
  kind: z.enum(['walscope', 'exhibit', 'altered', 'story']),
  /** One sentence. */
  about: z.string(),
  workloads: z.array(z.object({ name: z.string(), title: z.string() })),
});
export type LabEngine = z.infer<typeof labEngine>;

/**
 * One line of a trace. Calls: write … failed-sync. Words between the engine and its caller: asked, answered, refused.
 */
const traceEntryKinds = [
  'write',
  'truncate',
  'create',
  'mkdir',
  'unlink',
  'rename',
  'fsync',
  'fsync-directory',
  'failed-fsync',
  'asked',
  'answered',
  'refused',
] as const;

export const traceEntry = z.object({
  kind: z.enum(traceEntryKinds),
  /** The file or directory that it changes or syncs, by number, for a file outlives its name. -1 for words. */
  node: z.number(),
  /** The file that it is about: of a creation, a rename or an unlink the one that has, gets or loses the name. */
  target: z.number(),
  /** The file that had the name before; null = none. */
  replaces: z.number().nullable(),
  /** What it was called then, relative to the store; for words, the step. */
  name: z.string(),
  /** `162 B at 4,096`, `→ MANIFEST`, `SET user:1`. */
  detail: z.string(),
  /** First byte and count of what a write writes; 0 for all else. */
  position: z.number(),
  bytes: z.number(),
  /** Entry of the fsync that brings this change to the disk; null = none in this trace. Of changes only. */
  provenBy: z.number().nullable(),
  /** Steps that had been asked for and not yet answered, whose work this may be; of words, the one step. */
  steps: z.array(z.number()),
  /** An answer that the fsync policy makes a promise. */
  promises: z.boolean(),
});
export type TraceEntry = z.infer<typeof traceEntry>;

export const traceStep = z.object({
  /** `SET user:1`, `snapshot`, `close and open again`. */
  title: z.string(),
  keys: z.array(z.string()),
  askedAt: z.number().nullable(),
  answeredAt: z.number().nullable(),
  refused: z.boolean(),
});
export type TraceStep = z.infer<typeof traceStep>;

/**
 * What a crash makes of one operation that no fsync had brought to the disk. `size-only` = the file grew, and zeros
 * stand where its bytes should be (`garbage`: anything, `stale`: what the blocks held before); `firstBytes` = torn after so many; `withoutSector` = one sector of 512 B is missing.
 */
export const crashFate = z.union([
  z.enum(['kept', 'lost', 'size-only', 'garbage', 'stale']),
  z.object({ firstBytes: index }),
  z.object({ withoutSector: index }),
]);
export type CrashFate = z.infer<typeof crashFate>;

/** How the process ended; `recorded` = as the replay says that was opened. */
export const crashKind = z.enum(['power', 'kill', 'recorded']);
export type CrashKind = z.infer<typeof crashKind>;

export const traceView = z.object({
  trace: traceId,
  engine: z.string(),
  engineTitle: z.string(),
  workload: z.string(),
  fsync: fsyncPolicy,
  entries: z.array(traceEntry).max(maxTraceEntries),
  steps: z.array(traceStep),
  /** Entry at which the store stands and the first step is asked for. */
  readyAt: z.number(),
  /** The crash in whose recovery this trace lies, in words, and the trace in which it was chosen. */
  inside: z.object({ outer: traceId, what: z.string() }).nullable(),
  /** The crash that a replay file brought along. */
  recorded: z
    .object({
      at: z.number(),
      kind: crashKind,
      fates: z.array(crashFate),
      /** In words: the fault, and what else was done to the disk. */
      what: z.string(),
      invariant: z.string(),
    })
    .nullable(),
});
export type TraceView = z.infer<typeof traceView>;

export const labCrash = z.object({
  trace: traceId,
  /** Entries that had happened. */
  at: index,
  kind: crashKind,
  /** Of each change that was pending then, oldest first; what is not named is lost. */
  fates: z.array(crashFate).max(maxTraceEntries),
});

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

/** A replay file is no larger. */
export const maxReplayBytes = 16 * 1024 * 1024;
export const replayText = z.string().max(maxReplayBytes);

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

export const labCalls = {
  /** The engines that can be crashed, Walscope first. */
  'lab.engines': call(noParams, z.array(labEngine)),
  /** Runs a workload once on a recorded disk in memory. The same seed gives the same trace. */
  'lab.trace': call(
    z.object({
      engine: z.string().max(100),
      workload: z.string().max(100),
      fsync: fsyncPolicy,
      seed: z.number().int().min(0).max(0xffff_ffff),
    }),
    traceView,
  ),
  /** The same for what was last written to an open directory: its keys and sizes, with values of the lab's own. */
  'lab.traceSource': call(
    z.object({ source: sourceId, engine: z.string().max(100), fsync: fsyncPolicy }),
    traceView,
  ),
  /** For each crash point, how many answered writes are gone if the disk kept nothing but what an fsync proved. */
  'lab.atStake': call(z.object({ trace: traceId }), z.array(z.number())),
  /** Cuts the power (or ends the process) there, and lets the engine recover. */
  'lab.crash': call(labCrash, crashOutcome),
  /** What the recovery from that crash does to the disk: a trace of its own, to be crashed again. */
  'lab.insideRecovery': call(labCrash, traceView),
  /** A trace that was shown before. */
  'lab.view': call(z.object({ trace: traceId }), traceView),
  /** The bytes of a write, at most 4 KiB. */
  'lab.bytes': call(z.object({ trace: traceId, entry: index }), z.object({ bytes })),
  /** The crash as a replay file. */
  'lab.saveReplay': call(labCrash, z.object({ text: replayText, name: z.string() })),
  'lab.exhibits': call(noParams, z.array(exhibit)),
  /** Plays the smallest scene that shows what an exhibit does. */
  'lab.playExhibit': call(z.object({ engine: z.string().max(100) }), playedScene),
  'lab.stories': call(noParams, z.array(story)),
  /** Plays a story's scene: the model of then, or Walscope under the same crash. */
  'lab.playStory': call(z.object({ id: z.string().max(100), when: z.enum(['then', 'now']) }), playedScene),
  /** A replay file, by its text or by where it lies. */
  'lab.openReplay': call(z.union([z.object({ text: replayText }), z.object({ path })]), traceView),
};
