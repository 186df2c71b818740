import { changesOf, valueAfter } from '../history.ts';
import type { Step } from '../workloads.ts';
import {
  clockIsKnown,
  contentsOf,
  type Evidence,
  type Invariant,
  isDamage,
  sameContents,
  shown,
  wrongKeys,
} from './evidence.ts';

/** What is there after the crash. */

const afterCrash = (evidence: Evidence): boolean =>
  !isDamage(evidence) && contentsOf(evidence.recovery.second) !== null;

const found = (evidence: Evidence) => contentsOf(evidence.recovery.second)!;

export const durability: Invariant = {
  name: 'durability',
  rule: 'Everything that the fsync policy promised is there.',
  applies: afterCrash,
  violation(evidence) {
    const contents = found(evidence);
    const lost = wrongKeys(evidence, contents).find(
      (key) => !risen(evidence, key) && !invented(evidence, key),
    );
    if (lost === undefined) return null;
    const expected = [...(evidence.allowed.get(lost) ?? [])].map(shown).join(' or ');
    return `${lost} has ${shown(contents.get(lost))} instead of ${expected}.`;
  },
};

export const prefix: Invariant = {
  name: 'prefix',
  rule: 'What is there is the state after some step, no earlier than the last one promised.',
  applies: (evidence) =>
    afterCrash(evidence) &&
    !evidence.history.hasRefusals &&
    clockIsKnown(evidence) &&
    !wasToldOfLies(evidence),
  violation(evidence) {
    const { promised, asked } = evidence.history;
    const contents = found(evidence);
    for (let step = asked; step >= promised; step--) {
      if (sameContents(contents, evidence.contentsAfterEach[step]!)) return null;
    }
    const other = evidence.contentsAfterEach.findIndex((state) => sameContents(contents, state));
    const where = other === -1 ? 'no state that ever was' : `the state after step ${other}`;
    return `It holds ${where}; ${promised} steps had been promised and ${asked} asked for.`;
  },
};

export const atomicity: Invariant = {
  name: 'batch-atomicity',
  rule: 'A batch is there as a whole or not at all.',
  applies: afterCrash,
  violation(evidence) {
    const contents = found(evidence);
    for (const [index, step] of evidence.history.steps.entries()) {
      if (step.kind !== 'batch' || evidence.history.states[index] === 'not-asked') continue;
      // No two writes have the same value, so a value that is there says that its write is.
      const sets = step.changes.filter((change) => valueAfter(change) !== null);
      const there = sets.filter((change) => contents.get(change.key) === valueAfter(change));
      const hidden = sets.filter(({ key }) => overwrittenLater(evidence, key, index));
      if (there.length > 0 && there.length + hidden.length < sets.length) {
        return `Of the batch in step ${index + 1}, ${there.length} of ${sets.length} values are there.`;
      }
    }
    return null;
  },
};

export const noInvention: Invariant = {
  name: 'no-invention',
  rule: 'No key has a value that nobody wrote to it.',
  applies: ({ recovery }) => [recovery.first, recovery.second].some((each) => contentsOf(each) !== null),
  violation(evidence) {
    const { first, second } = evidence.recovery;
    for (const contents of [contentsOf(first), contentsOf(second)]) {
      for (const key of contents?.keys() ?? []) {
        const value = contents?.get(key);
        if (!wasWritten(evidence, key, value)) return `${key} has ${shown(value)}, which was never written.`;
      }
    }
    return null;
  },
};

export const noResurrection: Invariant = {
  name: 'no-resurrection',
  rule: 'What was deleted or had expired stays gone.',
  applies: afterCrash,
  violation(evidence) {
    const key = wrongKeys(evidence, found(evidence)).find((each) => risen(evidence, each));
    return key === undefined
      ? null
      : `${key} has ${shown(found(evidence).get(key))} again, though it was gone.`;
  },
};

export const deadlines: Invariant = {
  name: 'deadlines',
  rule: 'What is there expires when it was said to, and at no other time.',
  applies: ({ recovery: { second } }) => second.kind === 'opened' && second.deadlines !== undefined,
  violation({ history, recovery: { second } }) {
    if (second.kind !== 'opened') return null;
    // No two writes have the same value, so a value says when it expires.
    for (const change of history.steps.flatMap(changesOf)) {
      if (change.op !== 'set' || second.contents.get(change.key) !== change.value) continue;
      const found = second.deadlines?.get(change.key) ?? null;
      const given = change.expireAt ?? null;
      if (found !== given)
        return `${change.key} expires at ${found ?? 'no time'} and was given ${given ?? 'none'}.`;
    }
    return null;
  },
};

/** The disk lied, and the engine calls what it left damage: then it may show whatever it can still read. */
function wasToldOfLies({ state, recovery: { second } }: Evidence): boolean {
  return state.fault === 'lying-disk' && second.kind === 'opened' && second.opening.callsItDamage;
}

/** A key that is there though it must not be. */
function risen(evidence: Evidence, key: string): boolean {
  const allowed = evidence.allowed.get(key);
  if (allowed === undefined || allowed.size !== 1 || !allowed.has(null)) return false;
  return !invented(evidence, key) && found(evidence).has(key);
}

function invented(evidence: Evidence, key: string): boolean {
  const contents = found(evidence);
  return contents.has(key) && !wasWritten(evidence, key, contents.get(key));
}

const writtenValues = new WeakMap<readonly Step[], ReadonlyMap<string, ReadonlySet<string>>>();

/** Whether any step gives the key this value. What a workload writes is collected once. */
function wasWritten({ history: { steps } }: Evidence, key: string, value: string | undefined): boolean {
  let written = writtenValues.get(steps);
  if (written === undefined) {
    written = valuesByKey(steps);
    writtenValues.set(steps, written);
  }
  return value !== undefined && (written.get(key)?.has(value) ?? false);
}

function valuesByKey(steps: readonly Step[]): Map<string, Set<string>> {
  const values = new Map<string, Set<string>>();
  for (const change of steps.flatMap(changesOf)) {
    if (change.op !== 'set') continue;
    const ofKey = values.get(change.key) ?? new Set();
    values.set(change.key, ofKey.add(change.value));
  }
  return values;
}

/** Whether a later step may have replaced what a batch gave a key. */
function overwrittenLater({ history }: Evidence, key: string, batch: number): boolean {
  return history.steps.some(
    (step, index) =>
      index > batch &&
      history.states[index] !== 'not-asked' &&
      changesOf(step).some((change) => change.key === key),
  );
}
