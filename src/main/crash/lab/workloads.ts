import { WalscopeError } from '../../../shared/errors.ts';
import { SeededRandom } from '../../../shared/seeded-random.ts';
import type { Change, Subject } from './subject.ts';

/** One call of a workload. */
export type Step =
  | { kind: 'change'; change: Change }
  | { kind: 'batch'; changes: readonly Change[] }
  | { kind: 'snapshot' }
  | { kind: 'compact' }
  | { kind: 'sync' }
  | { kind: 'reopen' };

export interface Workload {
  name: string;
  steps: readonly Step[];
  /** Callers that write at once; each group of so many steps is waited for before the next. */
  callers: number;
  segmentBytes: number;
}

/** ms since 1970: when workloads run, and when the store is opened after the crash. The clock stands still in both. */
export const runAtMs = 1_700_000_000_000;
export const openedAtMs = runAtMs + 60_000;

const roomySegmentBytes = 64 * 1024;
const tightSegmentBytes = 700;
const keys = ['user:1', 'user:2', 'user:3', 'order:1', 'order:2', 'cart'];

/** Makes the calls of one workload, with a value that no other call writes, whatever the workload or seed. */
class Script {
  readonly steps: Step[] = [];
  readonly random: SeededRandom;
  readonly #place: string;
  /** Of each key that is edited: its parts. */
  readonly #edited = new Map<string, string[]>();
  #values = 0;

  constructor(name: string, seed: number) {
    this.random = new SeededRandom(seed);
    this.#place = `${name} ${seed}`;
  }

  value(length: number): string {
    this.#values += 1;
    return `value ${this.#values} of ${this.#place} `.padEnd(length, 'abcdefghij');
  }

  set(key: string, options: { length?: number; expireAt?: number } = {}): this {
    const { length = 8 + this.random.below(50), expireAt } = options;
    const value = this.value(length);
    const change: Change = { op: 'set', key, value, ...(expireAt === undefined ? {} : { expireAt }) };
    this.steps.push({ kind: 'change', change });
    return this;
  }

  /** Adds to a long value, takes a part of it away, or replaces one. */
  edit(key: string): this {
    const parts = this.#edited.get(key) ?? Array.from({ length: 6 }, () => this.value(24));
    this.#edited.set(key, parts);
    const replaced = this.random.below(3) === 0 ? 1 : 0;
    const at = replaced === 1 ? this.random.below(parts.length) : parts.length;
    parts.splice(at, replaced, this.value(24));
    if (this.random.below(3) === 0) parts.shift();
    this.steps.push({ kind: 'change', change: { op: 'set', key, value: parts.join(), isEdit: true } });
    return this;
  }

  delete(key: string): this {
    this.steps.push({ kind: 'change', change: { op: 'delete', key } });
    return this;
  }

  /** Sets of different keys and deletes, all or none. */
  batch(count: number): this {
    const changes = keys.slice(0, count).map((key): Change => {
      if (this.random.below(4) === 0) return { op: 'delete', key };
      return { op: 'set', key, value: this.value(8 + this.random.below(40)) };
    });
    this.steps.push({ kind: 'batch', changes });
    return this;
  }

  do(kind: 'snapshot' | 'compact' | 'sync' | 'reopen'): this {
    this.steps.push({ kind });
    return this;
  }

  times(count: number, make: (index: number) => void): this {
    for (let index = 0; index < count; index++) make(index);
    return this;
  }

  anyKey(): string {
    return this.random.pick(keys);
  }
}

type Write = (script: Script) => void;

const scripts: Readonly<Record<string, { write: Write; callers?: number; segmentBytes?: number }>> = {
  puts: {
    write: (script) =>
      script
        .times(16, (index) => script.set(`key:${index}`))
        .set('large', { length: 1500 })
        .set('last'),
  },
  overwrites: { write: (script) => script.times(20, () => script.set(script.anyKey())) },
  deletes: {
    write: (script) =>
      script
        .times(keys.length, (index) => script.set(keys[index]!))
        .times(14, (index) => {
          if (index % 2 === 0) script.delete(script.anyKey());
          else script.set(script.anyKey());
        }),
  },
  batches: {
    write: (script) =>
      script.set('account:a').times(8, (index) => {
        const changes: Change[] = [
          { op: 'set', key: 'account:a', value: script.value(12) },
          { op: 'set', key: 'account:b', value: script.value(index === 4 ? 1200 : 12) },
          index % 3 === 2
            ? { op: 'delete', key: 'note' }
            : { op: 'set', key: 'note', value: script.value(30) },
        ];
        script.steps.push({ kind: 'batch', changes });
      }),
  },
  ttl: {
    write: (script) =>
      script.times(16, (index) => {
        const deadlines = [openedAtMs + 1000, openedAtMs - 1000, undefined];
        const expireAt = deadlines[index % 3];
        script.set(script.anyKey(), expireAt === undefined ? {} : { expireAt });
      }),
  },
  snapshot: {
    write: (script) =>
      script
        .times(8, () => script.set(script.anyKey()))
        .delete(keys[0]!)
        .do('snapshot')
        .times(5, () => script.set(script.anyKey()))
        .delete(keys[1]!)
        .do('compact')
        .times(4, () => script.set(script.anyKey())),
    segmentBytes: tightSegmentBytes,
  },
  roll: {
    write: (script) => script.times(24, (index) => script.set(script.anyKey(), { length: 60 + index * 3 })),
    segmentBytes: tightSegmentBytes,
  },
  edits: {
    write: (script) =>
      script
        .times(12, () => script.edit(script.anyKey()))
        .set(keys[0]!)
        .times(8, (index) => script.edit(keys[index % 2]!))
        .delete(keys[1]!)
        .times(6, (index) => script.edit(keys[index % 3]!)),
    segmentBytes: 3 * tightSegmentBytes,
  },
  reopen: {
    write: (script) =>
      script.times(4, () =>
        script.set(script.anyKey()).set(script.anyKey()).delete(script.anyKey()).do('reopen'),
      ),
  },
  writers: {
    write: (script) =>
      script.times(30, (index) => script.set(`key:${index % 12}`)).times(5, () => script.do('sync')),
    callers: 5,
    segmentBytes: tightSegmentBytes,
  },
  mixed: {
    write: (script) => script.times(26, () => script.random.pick(mixture)(script)),
    segmentBytes: tightSegmentBytes,
  },
};

/** What a random workload is made of: writes more often than what is done now and then. */
const mixture: readonly Write[] = [
  (script) => script.set(script.anyKey()),
  (script) => script.set(script.anyKey(), { length: 10 + script.random.below(300) }),
  (script) =>
    script.set(script.anyKey(), { expireAt: openedAtMs + (script.random.below(2) === 0 ? 1000 : -1000) }),
  (script) => script.delete(script.anyKey()),
  (script) => script.batch(1 + script.random.below(4)),
  (script) => script.set(script.anyKey()),
  (script) => script.edit(script.anyKey()),
  (script) => script.do(script.random.pick(['snapshot', 'compact', 'sync', 'reopen'])),
];

export const workloadNames = Object.keys(scripts);

/** Names of the workloads to run: the one, or `all` that the engine has the operations for. Throws INVALID_ARGUMENT. */
export function workloadsOf(name: string, subject: Subject): readonly string[] {
  if (name === 'all') return subject.workloads;
  if (subject.workloads.includes(name)) return [name];
  const known = ['all', ...subject.workloads].join(', ');
  throw new WalscopeError(
    'INVALID_ARGUMENT',
    `${subject.name} has no workload "${name}": choose one of ${known}.`,
  );
}

/** The workload of that name; the same for the same seed. Throws INVALID_ARGUMENT. */
export function workloadOf(name: string, seed: number): Workload {
  const script = scripts[name];
  if (script === undefined) throw new WalscopeError('INVALID_ARGUMENT', `There is no workload "${name}".`);
  const made = new Script(name, seed);
  script.write(made);
  return {
    name,
    steps: made.steps,
    callers: script.callers ?? 1,
    segmentBytes: script.segmentBytes ?? roomySegmentBytes,
  };
}
