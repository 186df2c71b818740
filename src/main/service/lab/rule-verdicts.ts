import type { RuleVerdict, TraceEntry } from '../../../shared/contract/lab.ts';
import { formatCount } from '../../../shared/words.ts';
import type { DiskImage } from '../../crash/lab/disk-image.ts';
import type { Fate } from '../../crash/lab/fates.ts';
import type { Evidence } from '../../crash/lab/invariants/evidence.ts';
import { invariants } from '../../crash/lab/invariants/invariants.ts';
import { isOperation } from '../../crash/lab/journal.ts';
import { storeDirectory, type Trace } from '../../crash/lab/trace.ts';
import type { KeptTrace } from './kept-trace.ts';
import { provingSyncs, traceEntries, traceSteps } from './trace-view.ts';

/** Steps whose answer and calls are laid open for one rule. */
const maxStepsShown = 3;
const maxCallsShown = 6;

type Item = RuleVerdict['evidence'][number];

/** Every rule with its verdict; one that is violated with the answers, calls and bytes that speak for it. */
export function judgeRules(
  evidence: Evidence,
  kept: KeptTrace,
  gone: readonly number[],
  image: DiskImage,
): RuleVerdict[] {
  return invariants.map((invariant) => {
    const { name, rule } = invariant;
    if (!invariant.applies(evidence)) {
      return { name, rule, verdict: 'does-not-apply', sentence: '', evidence: [] };
    }
    const sentence = invariant.violation(evidence);
    if (sentence === null) return { name, rule, verdict: 'holds', sentence: '', evidence: [] };
    return { name, rule, verdict: 'violated', sentence, evidence: proofOf(evidence, kept, gone, image) };
  });
}

function proofOf(
  { state, recovery, history }: Evidence,
  { trace, inside }: KeptTrace,
  gone: readonly number[],
  image: DiskImage,
): Item[] {
  const entries = traceEntries({ trace, inside });
  const steps = traceSteps(trace);
  const fates = fatesByEntry(trace, state.at, state.fates);
  const proof: Item[] = [];
  for (const step of gone.slice(0, maxStepsShown)) {
    const { title, answeredAt } = steps[step]!;
    const promised = history.states[step] === 'promised';
    proof.push({
      kind: 'acknowledgement',
      text: `Step ${step + 1}, ${title}, was answered${promised ? ': a promise' : ', without a promise'}.`,
      entry: answeredAt,
    });
    const made = entries.flatMap((entry, at) =>
      at < state.at && isOperation(trace.journal[at]!) && entry.steps.includes(step) ? [at] : [],
    );
    const lostNames = lostNamesOf(new Set(made.map((at) => entries[at]!.target)), entries, fates);
    for (const at of new Set([...made.slice(0, maxCallsShown), ...lostNames])) {
      const { kind, name, detail } = entries[at]!;
      proof.push({
        kind: 'call',
        text: `${[kind, name, detail].join(' ').trim()}: ${fateWords(fates.get(at))}.`,
        entry: at,
      });
      const bytes = bytesWords(entries[at]!, image);
      if (bytes !== null) proof.push({ kind: 'bytes', text: bytes, entry: at });
    }
  }
  const { second } = recovery;
  const words = second.kind === 'opened' ? second.opening.sentence : second.message;
  proof.push({ kind: 'engine', text: `The engine said: “${words}”`, entry: null });
  return proof.filter(({ text }, index) => proof.findIndex((other) => other.text === text) === index);
}

/** Calls that gave these files, or the directory that they lie in, a name that the disk lost. */
function lostNamesOf(
  files: ReadonlySet<number>,
  entries: readonly TraceEntry[],
  fates: ReadonlyMap<number, Fate | 'proven'>,
): number[] {
  return [...fates].flatMap(([at, fate]) => {
    const { kind, target } = entries[at]!;
    const isName = kind === 'mkdir' || ((kind === 'create' || kind === 'rename') && files.has(target));
    return isName && fate === 'lost' ? [at] : [];
  });
}

/** What became of each change that had been made: proven ones have no fate. */
function fatesByEntry(
  { journal, syncReach }: Trace,
  at: number,
  fates: readonly Fate[],
): Map<number, Fate | 'proven'> {
  const before = journal.slice(0, at);
  const proven = provingSyncs(before, syncReach);
  const result = new Map<number, Fate | 'proven'>();
  let pending = 0;
  for (const [index, entry] of before.entries()) {
    if (!isOperation(entry)) continue;
    if (proven.has(index)) result.set(index, 'proven');
    else result.set(index, fates[pending++] ?? 'lost');
  }
  return result;
}

function fateWords(fate: Fate | 'proven' | undefined): string {
  if (fate === 'proven') return 'an fsync had proven it';
  if (fate === 'kept') return 'no fsync had proven it, and the disk kept it';
  if (fate === 'lost' || fate === undefined) return 'no fsync had proven it, and the disk lost it';
  if (typeof fate === 'object') {
    return 'firstBytes' in fate
      ? `the disk kept its first ${formatCount(fate.firstBytes)} B`
      : `the disk lost its sector ${fate.withoutSector}`;
  }
  return 'the file grew, and its bytes never came';
}

function bytesWords(
  { kind, name, position, bytes }: { kind: string; name: string; position: number; bytes: number },
  image: DiskImage,
): string | null {
  if (kind !== 'write') return null;
  const content = image.get(`${storeDirectory.slice(1)}/${name}`);
  if (content === undefined) return `There is no ${name} on the disk.`;
  const end = position + bytes;
  if (content.length >= end) return null;
  return `${name} ends at byte ${formatCount(content.length)}; these stood at ${formatCount(position)} to ${formatCount(end)}.`;
}
