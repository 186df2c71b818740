import type { Found } from '../recovery.ts';
import { probeKey, probeValue } from '../recovery.ts';
import {
  contentsOf,
  type Invariant,
  isDamage,
  mayLookDamaged,
  sameContents,
  shown,
  wrongKeys,
} from './evidence.ts';

/** What the engine does and says after the crash. */

export const opens: Invariant = {
  name: 'opens',
  rule: 'A crash alone never keeps the store from being opened, and nothing makes the engine fail by accident.',
  applies: () => true,
  violation(evidence) {
    const { first, second, continued } = evidence.recovery;
    for (const found of [first, second, continued?.next]) {
      if (found?.kind === 'failed') return `It failed: ${found.message}`;
    }
    if (second.kind !== 'refused' || second.isEmpty || mayLookDamaged(evidence)) return null;
    return `It would not open: ${second.message}`;
  },
};

export const idempotence: Invariant = {
  name: 'idempotent',
  rule: 'Recovering once more ends in the same place.',
  applies: ({ state, recovery }) => state.failingRead === null && recovery.wasWritten,
  violation({ recovery: { first, second } }) {
    const before = contentsOf(first);
    const after = contentsOf(second);
    if (before === null || after === null) {
      return before === after ? null : `It was ${stateOf(first)} at first and ${stateOf(second)} then.`;
    }
    return sameContents(before, after) ? null : 'The second recovery found other contents than the first.';
  },
};

export const readingChangesNothing: Invariant = {
  name: 'reading-changes-nothing',
  rule: 'Opening to read leaves every byte and name as it was.',
  applies: () => true,
  violation: ({ recovery }) => (recovery.readingChangedDisk ? 'Opening it to read changed the disk.' : null),
};

export const lossReported: Invariant = {
  name: 'loss-reported',
  rule: 'When something that had been promised is missing, the engine says so.',
  applies: () => true,
  violation(evidence) {
    const { first, second } = evidence.recovery;
    for (const found of [first, second]) {
      const contents = contentsOf(found);
      if (contents === null || saysSo(found)) continue;
      const [key] = wrongKeys(evidence, contents);
      if (key !== undefined)
        return `${key} has ${shown(contents.get(key))}, and it was not said that it is wrong.`;
    }
    return null;
  },
};

export const writableAfter: Invariant = {
  name: 'writable-after',
  rule: 'After a crash the store takes writes again, and the next start finds them beside what was there.',
  applies: ({ recovery }) => recovery.second.kind === 'opened' && recovery.wasWritten,
  violation(evidence) {
    const { second, continued } = evidence.recovery;
    if (second.kind !== 'opened') return null;
    if (continued === null) {
      return mayLookDamaged(evidence) ? null : `It stayed read-only: ${second.opening.sentence}`;
    }
    if (continued.refusal !== null) return `It refused a write: ${continued.refusal}`;
    const expected = new Map(second.contents).set(probeKey, probeValue);
    const next = contentsOf(continued.next);
    if (next !== null && sameContents(next, expected)) return null;
    return `After one more write the next start found ${next === null ? stateOf(continued.next) : 'something else'}.`;
  },
};

export const snapshotEqualsLog: Invariant = {
  name: 'snapshot-equals-log',
  rule: 'A start from a snapshot finds what a start from the log finds.',
  applies: ({ recovery }) => (recovery.continued?.snapshotted ?? null) !== null,
  violation({ recovery: { continued } }) {
    if (continued === null || continued.snapshotted === null) return null;
    const log = contentsOf(continued.next);
    const snapshot = contentsOf(continued.snapshotted);
    if (log === null) return null;
    if (snapshot === null) return `After a snapshot it was ${stateOf(continued.snapshotted)}.`;
    return sameContents(log, snapshot) ? null : 'After a snapshot it held something else.';
  },
};

export const noFalseAlarm: Invariant = {
  name: 'no-false-alarm',
  rule: 'What a crash alone left is not called damage.',
  applies: (evidence) => evidence.recovery.second.kind === 'opened' && !mayLookDamaged(evidence),
  violation({ recovery: { second } }) {
    if (second.kind !== 'opened' || !second.opening.callsItDamage) return null;
    return `It calls a crash damage: ${second.opening.sentence}`;
  },
};

export const sequence: Invariant = {
  name: 'sequence',
  rule: 'Sequence numbers only grow: none is given twice, before the crash or after it.',
  applies: ({ recovery }) => recovery.second.kind === 'opened',
  violation(evidence) {
    const { history, recovery } = evidence;
    if (history.reusedSeqAt !== null) return `Step ${history.reusedSeqAt + 1} was given a number in use.`;
    if (recovery.second.kind !== 'opened') return null;
    const { lastSeq } = recovery.second.opening;
    if (lastSeq === null) return null;
    if (!isDamage(evidence) && lastSeq < history.promisedSeq) {
      return `Numbers went up to ${history.promisedSeq}, and recovery knows of ${lastSeq}.`;
    }
    const given = recovery.continued?.probe?.lastSeq ?? null;
    return given !== null && given <= lastSeq ? `Number ${given} was given again.` : null;
  },
};

export const finalFailedFsync: Invariant = {
  name: 'failed-fsync-is-final',
  rule: 'After an fsync has failed no write is promised any more.',
  applies: ({ state }) => state.fault === 'fsync-error',
  violation({ history: { promisedAfterFailedSync: step } }) {
    return step === null ? null : `Step ${step + 1} was promised after an fsync had failed.`;
  },
};

function saysSo(found: Found): boolean {
  return found.kind === 'opened' && (found.opening.reportsLoss || found.unreadable.length > 0);
}

function stateOf(found: Found): string {
  if (found.kind === 'opened') return 'open';
  return found.kind === 'refused' ? `refused (${found.code})` : `an error (${found.message})`;
}
