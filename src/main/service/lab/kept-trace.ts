import { randomUUID } from 'node:crypto';
import { WalscopeError } from '../../../shared/errors.ts';
import type { CrashState } from '../../crash/lab/crash-state.ts';
import type { Subject } from '../../crash/lab/subject.ts';
import type { Trace } from '../../crash/lab/trace.ts';

/** Traces that are kept for whoever looks at them; the oldest makes room. */
const maxKept = 16;

/** A trace that can be crashed, and the crash that came with it when it was opened from a replay. */
export interface KeptTrace {
  id: string;
  subject: Subject;
  trace: Trace;
  recorded: { state: CrashState; invariant: string } | null;
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
