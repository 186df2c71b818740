import type { Subject } from '../../crash/lab/subject.ts';
import { type Workload, workloadOf, workloadsOf } from '../../crash/lab/workloads.ts';

const set = (key: string, value: string) => ({ kind: 'change', change: { op: 'set', key, value } }) as const;

/** Two writes, an fsync, one write: small enough to be told in a minute, and with a gap on either side of the fsync. */
const firstLook: Workload = {
  name: 'first-look',
  steps: [set('name', 'Ada'), set('city', 'London'), { kind: 'sync' }, set('balance', '100')],
  callers: 1,
  segmentBytes: 64 * 1024,
};

const titles: Readonly<Record<string, string>> = {
  'first-look': 'a first look: three writes and one fsync',
  puts: 'new keys, one of them large',
  overwrites: 'the same keys again and again',
  deletes: 'sets and deletes',
  batches: 'batches of three changes',
  ttl: 'keys with a deadline',
  snapshot: 'a snapshot and a compaction between writes',
  roll: 'enough writes for several segments',
  edits: 'long values that change a little at a time',
  reopen: 'closed and opened again in between',
  writers: 'five writers at once',
};

/** Workloads of an engine, the smallest first. */
export function workloadsFor(subject: Subject): { name: string; title: string }[] {
  return [firstLook.name, ...subject.workloads].map((name) => ({ name, title: titles[name] ?? name }));
}

/** Throws INVALID_ARGUMENT when the engine has no such workload. */
export function labWorkload(name: string, subject: Subject, seed: number): Workload {
  if (name === firstLook.name) return firstLook;
  const [known] = workloadsOf(name, subject);
  return workloadOf(known ?? name, seed);
}
