import { randomUUID } from 'node:crypto';
import { WalscopeError } from '../../../shared/errors.ts';
import type { CrashState } from '../../crash/lab/crash-state.ts';
import { DiskAt } from '../../crash/lab/disk-at.ts';
import type { DiskImage } from '../../crash/lab/disk-image.ts';
import type { Subject } from '../../crash/lab/subject.ts';
import type { Trace } from '../../crash/lab/trace.ts';

/** Traces that are kept for whoever looks at them; the oldest makes room. */
const maxKept = 16;

/** A trace that can be crashed: a workload's run, or what a recovery did to the disk that it found. */
export interface KeptTrace {
  id: string;
  subject: Subject;
  trace: Trace;
  /** The crash that came with it when it was opened from a replay. */
  recorded: { state: CrashState; invariant: string } | null;
  /** Of a recovery's trace: where that recovery lies; null for a workload's run. */
  inside: Inside | null;
}

/** The crash in whose recovery a trace lies. */
export interface Inside {
  /** The trace of the workload, whose promises everything is judged by. */
  root: KeptTrace;
  /** The trace in which the crash was chosen: the root, or a recovery again. */
  outer: string;
  state: CrashState;
  /** The disk that the recovery found. */
  found: DiskImage;
}

/** The trace of the workload: itself, or the one whose crash this recovery recovers from. */
export const rootOf = (kept: KeptTrace): KeptTrace => kept.inside?.root ?? kept;

/** The disk of what is shown, after so many entries. */
export function diskAfter({ trace: { journal, syncReach }, inside }: KeptTrace, at: number): DiskAt {
  const disk = inside === null ? new DiskAt(syncReach) : DiskAt.from(inside.found, syncReach);
  for (const entry of journal.slice(0, at)) disk.advance(entry);
  return disk;
}

export class KeptTraces {
  readonly #traces = new Map<string, KeptTrace>();

  keep(parts: Omit<KeptTrace, 'id'>): KeptTrace {
    const kept = { ...parts, id: randomUUID() };
    this.#traces.set(kept.id, kept);
    for (const id of this.#traces.keys()) {
      if (this.#traces.size <= maxKept) break;
      this.#traces.delete(id);
    }
    return kept;
  }

  /** Throws NOT_FOUND when newer ones have pushed it out. */
  get(id: string): KeptTrace {
    const kept = this.#traces.get(id);
    if (kept === undefined) {
      throw new WalscopeError('NOT_FOUND', 'This trace is no longer kept: choose its workload again.');
    }
    return kept;
  }
}
