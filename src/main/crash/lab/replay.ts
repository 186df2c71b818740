import { z } from 'zod';
import { fromBase64, toBase64 } from '../../../shared/bytes.ts';
import { WalscopeError } from '../../../shared/errors.ts';
import { fsyncPolicy } from '../../../shared/model.ts';
import { CrashChecker } from './crash-checker.ts';
import type { CrashState } from './crash-state.ts';
import { faultNames } from './faults.ts';
import { type Journal, type JournalEntry, maxJournalEntries } from './journal.ts';
import type { Judgement } from './judge.ts';
import { syncReaches } from './profiles/sync-reach.ts';
import type { Subject } from './subject.ts';
import type { Trace } from './trace.ts';

/** No file of a workload is larger, in bytes; nor is anything else counted beyond it. */
const maxCount = 64 * 1024 * 1024;
const count = z.number().int().nonnegative().max(maxCount);
/** ms since 1970. */
const time = z.number().int().nonnegative();
const bytes = z.string().transform((text, context) => {
  const decoded = fromBase64(text);
  if (decoded !== null) return decoded;
  context.addIssue('not base64');
  return z.NEVER;
});

const change = z.discriminatedUnion('op', [
  z.object({ op: z.literal('set'), key: z.string(), value: z.string(), expireAt: time.exactOptional() }),
  z.object({ op: z.literal('delete'), key: z.string() }),
]);

const step = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('change'), change }),
  z.object({ kind: z.literal('batch'), changes: z.array(change) }),
  z.object({ kind: z.enum(['snapshot', 'compact', 'sync', 'reopen']) }),
]);

const entry = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('write'), file: count, position: count, data: bytes }),
  z.object({ kind: z.literal('truncate'), file: count, length: count }),
  z.object({
    kind: z.literal('link'),
    directory: count,
    name: z.string(),
    node: count,
    isDirectory: z.boolean(),
  }),
  z.object({ kind: z.literal('unlink'), directory: count, name: z.string() }),
  z.object({
    kind: z.literal('rename'),
    from: count,
    fromName: z.string(),
    to: count,
    toName: z.string(),
    node: count,
  }),
  z.object({ kind: z.enum(['sync', 'failed-sync']), node: count }),
  z.object({ kind: z.literal('asked'), step: count }),
  z.object({
    kind: z.literal('answered'),
    step: count,
    durable: z.boolean(),
    wrote: z.boolean(),
    lastSeq: count.nullable(),
  }),
  z.object({ kind: z.literal('refused'), step: count, code: z.string() }),
]);

const fate = z.union([
  z.enum(['kept', 'lost', 'size-only', 'garbage', 'stale']),
  z.object({ firstBytes: count }),
  z.object({ withoutSector: count }),
]);

const damage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('flip'), path: z.string(), byte: count, bit: count.max(7) }),
  z.object({ kind: z.literal('cut'), path: z.string(), length: count }),
  z.object({ kind: z.literal('missing'), path: z.string() }),
  z.object({ kind: z.literal('misdirected'), path: z.string(), from: count, to: count, length: count }),
]);

/** Recoveries that crash one after the other, at most. */
const maxNestedCrashes = 8;
/** A clock is moved by no more than a century, in ms. */
const maxClockMs = 100 * 366 * 24 * 3_600_000;

/** A crash with all that led to it: needs nothing but the engine to be played again. */
const replayFile = z.object({
  format: z.literal('walscope-crash-replay'),
  version: z.literal(1),
  engine: z.string(),
  fsync: fsyncPolicy,
  workload: z.object({
    name: z.string(),
    steps: z.array(step).max(maxJournalEntries),
    callers: count,
    segmentBytes: count,
  }),
  journal: z.array(entry).max(maxJournalEntries),
  syncReach: z.enum(syncReaches).default('own'),
  state: z.object({
    fault: z.enum(faultNames),
    at: count,
    fates: z.array(fate),
    damage: damage.nullable(),
    failingRead: count.nullable(),
    again: z
      .array(z.object({ at: count, fates: z.array(fate) }))
      .max(maxNestedCrashes)
      .default([]),
    clockMs: z.number().int().min(-maxClockMs).max(maxClockMs).default(0),
  }),
  /** What the state violated when this was written. */
  invariant: z.string(),
});

/** What a replay says of itself must fit together: its answers are those to its steps. */
const consistentReplay = replayFile.refine(
  ({ journal, workload, state }) =>
    state.at <= journal.length &&
    journal.every((each) => !('step' in each) || each.step < workload.steps.length),
  'its journal and its workload do not belong together',
);

export type Replay = z.infer<typeof replayFile>;

export function replayOf(engine: string, trace: Trace, state: CrashState, invariant: string): Replay {
  const { workload, fsync, journal, syncReach } = trace;
  return {
    format: 'walscope-crash-replay',
    version: 1,
    engine,
    fsync,
    workload: { ...workload, steps: structuredClone([...workload.steps]) as Replay['workload']['steps'] },
    journal: journal.slice(0, state.at),
    syncReach,
    state: {
      ...state,
      fates: [...state.fates],
      again: state.again.map(({ at, fates }) => ({ at, fates: [...fates] })),
    },
    invariant,
  };
}

export function encodeReplay(replay: Replay): string {
  return JSON.stringify({ ...replay, journal: replay.journal.map(plainEntry) });
}

const plainEntry = (each: JournalEntry) =>
  each.kind === 'write' ? { ...each, data: toBase64(each.data) } : each;

/** Throws CORRUPT. */
export function decodeReplay(text: string): Replay {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    throw new WalscopeError('CORRUPT', 'This is no crash replay: it is not JSON.', { cause });
  }
  const result = consistentReplay.safeParse(document);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
  throw new WalscopeError('CORRUPT', `This is no crash replay: ${where}${issue?.message ?? 'not valid'}.`);
}

/** Recovers the replay's disk with the engine as it is today, and judges it. */
export async function playReplay(replay: Replay, subject: Subject): Promise<Judgement> {
  const journal: Journal = replay.journal;
  const trace: Trace = { ...replay, journal, calls: () => 0 };
  const judgement = await new CrashChecker(subject, trace).check(replay.state);
  return judgement ?? { checks: 0, violations: [] };
}
