import type { Store } from '../api.ts';
import type { Contents } from './contents.ts';
import { edit } from './edited-text.ts';

/** One change of a model: texts are ASCII; `expireAt` in ms since 1970. */
export type ModelChange =
  | { op: 'set'; key: string; value: string; expireAt?: number }
  | { op: 'delete'; key: string };

/** One call of a workload. */
export type Step =
  | { kind: 'write'; change: ModelChange }
  | { kind: 'batch'; changes: readonly ModelChange[] }
  | { kind: 'edit'; texts: readonly { key: string; value: string; expireAt?: number }[] }
  | { kind: 'snapshot' }
  | { kind: 'compact' }
  | { kind: 'sync' };

export async function run(store: Store, step: Step): Promise<void> {
  switch (step.kind) {
    case 'write':
      await runChange(store, step.change);
      break;
    case 'batch':
      await store.batch(step.changes);
      break;
    case 'edit':
      await edit(store, step.texts);
      break;
    case 'snapshot':
      await store.snapshot();
      break;
    case 'compact':
      await store.compact();
      break;
    case 'sync':
      await store.sync();
      break;
  }
}

async function runChange(store: Store, change: ModelChange): Promise<void> {
  if (change.op === 'delete') await store.delete(change.key);
  else await store.set(change.key, change.value, expiry(change.expireAt));
}

const expiry = (expireAt: number | undefined) => (expireAt === undefined ? {} : { expireAt });

export const writes = (step: Step): boolean =>
  step.kind === 'write' || step.kind === 'batch' || step.kind === 'edit';

/** What a store must hold after these calls: the plainest store there is. */
export class Model {
  readonly #entries: Map<string, { value: string; expireAt: number | null }>;

  constructor(entries: Iterable<[string, { value: string; expireAt: number | null }]> = []) {
    this.#entries = new Map(entries);
  }

  /** The model after one more call; this one stays as it is. */
  after(step: Step): Model {
    const next = new Model(this.#entries);
    if (step.kind === 'write') next.#apply(step.change);
    else if (step.kind === 'batch') for (const change of step.changes) next.#apply(change);
    else if (step.kind === 'edit') for (const text of step.texts) next.#apply({ op: 'set', ...text });
    return next;
  }

  contentsAt(nowMs: number): Contents {
    const contents = new Map<string, string>();
    for (const [key, { value, expireAt }] of this.#entries) {
      if (expireAt === null || expireAt > nowMs) contents.set(key, value);
    }
    return contents;
  }

  #apply(change: ModelChange): void {
    if (change.op === 'delete') this.#entries.delete(change.key);
    else this.#entries.set(change.key, { value: change.value, expireAt: change.expireAt ?? null });
  }
}

/** The models before the first call and after each one. */
export function modelsOf(steps: readonly Step[]): Model[] {
  const models = [new Model()];
  for (const step of steps) models.push(models[models.length - 1]!.after(step));
  return models;
}

/** ms since 1970 when a workload runs, and when the store is opened after it: deadlines lie before and behind. */
export const writtenAtMs = 1_700_000_000_000;
export const openedAtMs = writtenAtMs + 60_000;

const value = (number: number, length: number): string => `value ${number} `.padEnd(length, 'abcdefghij');

/**
 * Overwrites, deletes, batches, edits and deadlines over a few keys, so that every state of a record occurs; a snapshot
 * and a compaction among them.
 */
export function mixedWorkload(): Step[] {
  const set = (key: string, number: number, expireAt?: number): Step => ({
    kind: 'write',
    change: { op: 'set', key, value: value(number, 12 + ((number * 7) % 60)), ...expiry(expireAt) },
  });
  const remove = (key: string): Step => ({ kind: 'write', change: { op: 'delete', key } });
  const edited = (key: string, number: number): Step => ({
    kind: 'edit',
    texts: [{ key, value: `[${'0123456789,'.repeat(9)}${'ten,'.repeat(number)}]` }],
  });
  const steps: Step[] = [];
  for (let number = 0; number < 10; number++) steps.push(set(`user:${number}`, number));
  steps.push(set('user:3', 100), remove('user:4'), set('session:1', 101, openedAtMs + 1000));
  steps.push({ kind: 'snapshot' });
  for (let number = 0; number < 6; number++) steps.push(set(`order:${number}`, 200 + number));
  steps.push({
    kind: 'batch',
    changes: [
      { op: 'set', key: 'account:a', value: '70' },
      { op: 'set', key: 'account:b', value: '130' },
      { op: 'delete', key: 'user:5' },
    ],
  });
  steps.push(set('session:2', 300, openedAtMs - 1000), set('user:0', 301), remove('order:1'));
  steps.push({ kind: 'compact' });
  for (let number = 0; number < 6; number++) steps.push(set(`order:${number % 3}`, 400 + number));
  steps.push(remove('user:6'), remove('missing'), set('', 500), set('empty value', 0));
  steps.push({
    kind: 'batch',
    changes: [
      { op: 'set', key: 'account:a', value: '50' },
      { op: 'set', key: 'account:b', value: '150' },
      { op: 'set', key: 'user:4', value: value(600, 30), expireAt: openedAtMs + 500 },
    ],
  });
  for (let number = 0; number < 5; number++) steps.push(edited('list', number));
  steps.push(set('user:1', 601), edited('list', 9), remove('user:2'), set('user:0', 602, openedAtMs - 1));
  steps.push(edited('list', 10), edited('list', 11), set('last', 603));
  return steps;
}

export const ballastKey = (number: number): string => `ballast:${number}`;

/**
 * Keys that are mostly left alone. After a snapshot compaction passes over them as long as little of them is
 * garbage, so what newer segments hide in the oldest must stay hidden.
 */
export const ballast: Step = {
  kind: 'batch',
  changes: Array.from({ length: 80 }, (_, number) => ({
    op: 'set',
    key: ballastKey(number),
    value: `ballast ${number}`.padEnd(80, '.'),
  })),
};
