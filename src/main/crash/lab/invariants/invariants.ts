import {
  finalFailedFsync,
  idempotence,
  lossReported,
  noFalseAlarm,
  opens,
  readingChangesNothing,
  sequence,
  snapshotEqualsLog,
  writableAfter,
} from './behaviour.ts';
import { atomicity, deadlines, durability, noInvention, noResurrection, prefix } from './contents.ts';
import type { Invariant } from './evidence.ts';

/** What must hold of every state, most telling first. */
export const invariants: readonly Invariant[] = [
  opens,
  durability,
  atomicity,
  noResurrection,
  noInvention,
  prefix,
  deadlines,
  lossReported,
  noFalseAlarm,
  finalFailedFsync,
  sequence,
  idempotence,
  readingChangesNothing,
  writableAfter,
  snapshotEqualsLog,
];
