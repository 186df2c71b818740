import type { FsyncPolicy } from '../../../shared/model.ts';
import { type CallKind, type Fault, FaultyFileSystem } from '../../engine/fs/faulty-file-system.ts';
import { MemoryFileSystem } from '../../engine/fs/memory-file-system.ts';
import type { Journal } from './journal.ts';
import type { SyncReach } from './profiles/sync-reach.ts';
import { RecordingFileSystem } from './recording-file-system.ts';
import { type Answered, Refusal, type Subject, type SubjectStore } from './subject.ts';
import { runAtMs, type Step, type Workload } from './workloads.ts';

/** Where stores are put on a simulated disk. */
export const storeDirectory = '/store';

/** A workload as it ran: all that is needed to derive every crash of it. */
export interface Trace {
  workload: Workload;
  fsync: FsyncPolicy;
  journal: Journal;
  /** What an fsync proves on the file system that is assumed. */
  syncReach: SyncReach;
  /** Calls of each kind, whether they changed the disk or not. */
  calls: (kind: CallKind) => number;
}

/** What goes wrong while a workload runs. */
export interface RunTrouble {
  /** The call that fails. */
  failure?: Fault | undefined;
  /** Whether the process lives to open the store again after an fsync has failed. Default true. */
  restarts?: boolean | undefined;
  /** ms since 1970. Default: the clock stands still at `runAtMs`. */
  now?: (() => number) | undefined;
}

/** Runs a workload on a recorded disk. Closing is the last step. */
export async function trace(
  subject: Subject,
  workload: Workload,
  fsync: FsyncPolicy,
  trouble: RunTrouble | null = null,
): Promise<Trace> {
  const fault = trouble?.failure ?? null;
  const now = trouble?.now ?? (() => runAtMs);
  let stopped = false;
  const recorder = new RecordingFileSystem(new MemoryFileSystem({ now }), subject.steady);
  const faulty = new FaultyFileSystem(recorder, ({ kind, numberOfKind, path }) => {
    if (fault === null || kind !== fault.kind || (kind !== 'sync' && kind !== 'syncDirectory')) return;
    const fails = fault.duration === 'once' ? numberOfKind === fault.nth : numberOfKind >= fault.nth;
    if (!fails) return;
    recorder.noteFailedSync(path);
    stopped = trouble?.restarts === false;
  });
  if (fault !== null) faulty.arm(fault);
  const run = new Run({ subject, workload, fsync, recorder, faulty, now, hasStopped: () => stopped });
  await run.all();
  return {
    workload: { ...workload, steps: run.steps },
    fsync,
    journal: recorder.journal,
    syncReach: 'own',
    calls: (kind) => faulty.count(kind),
  };
}

interface RunParts {
  subject: Subject;
  workload: Workload;
  fsync: FsyncPolicy;
  recorder: RecordingFileSystem;
  faulty: FaultyFileSystem;
  now: () => number;
  /** The process does not live to open the store again. */
  hasStopped: () => boolean;
}

/** One run of a workload. Whatever is refused is noted, and the next step is tried. */
class Run {
  /** The workload's and the closing. */
  readonly steps: readonly Step[];
  readonly #parts: RunParts;
  #store: SubjectStore | null = null;

  constructor(parts: RunParts) {
    this.#parts = parts;
    this.steps = [...parts.workload.steps, { kind: 'reopen' }];
  }

  async all(): Promise<void> {
    try {
      this.#store = await this.#open();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return;
    }
    const last = this.steps.length - 1;
    for (let first = 0; first < last; first += this.#parts.workload.callers) {
      if (this.#parts.hasStopped() && this.#store === null) return;
      const count = Math.min(this.#parts.workload.callers, last - first);
      await Promise.all(Array.from({ length: count }, (_, index) => this.#attempt(first + index)));
    }
    await this.#attempt(last);
  }

  async #attempt(step: number): Promise<void> {
    this.#parts.recorder.note({ kind: 'asked', step });
    try {
      this.#parts.recorder.note({ kind: 'answered', step, ...(await this.#perform(step)) });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#parts.recorder.note({ kind: 'refused', step, code: error.code });
    }
  }

  async #perform(number: number): Promise<Answered> {
    const step = this.steps[number]!;
    const store = this.#store;
    if (store === null) throw new Refusal('CLOSED', 'The store could not be opened again.');
    switch (step.kind) {
      case 'change':
        return store.change(step.change);
      case 'batch':
        return store.batch(step.changes);
      case 'snapshot':
      case 'compact':
        await store.compact(step.kind === 'snapshot');
        break;
      case 'sync':
        await store.sync();
        return { durable: true, wrote: false, lastSeq: null };
      case 'reopen':
        this.#store = null;
        await store.close();
        if (number < this.steps.length - 1 && !this.#parts.hasStopped()) this.#store = await this.#open();
        return { durable: this.#closingProves(), wrote: false, lastSeq: null };
    }
    return { durable: false, wrote: false, lastSeq: null };
  }

  #closingProves(): boolean {
    const { subject, recorder } = this.#parts;
    return subject.closingProves && !recorder.journal.some(({ kind }) => kind === 'refused');
  }

  #open(): Promise<SubjectStore> {
    return this.#parts.subject.open({
      fileSystem: this.#parts.faulty,
      directory: storeDirectory,
      fsync: this.#parts.fsync,
      readOnly: false,
      segmentBytes: this.#parts.workload.segmentBytes,
      now: this.#parts.now,
    });
  }
}
