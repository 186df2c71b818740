export interface Throttled {
  (): void;
  /** Forgets a call that is still waiting. */
  cancel(): void;
}

/** Calls `action` at once, then at most every `everyMs`; of the calls between, the last is made up for. */
export function throttle(action: () => void, everyMs: number): Throttled {
  let last = Number.NEGATIVE_INFINITY;
  let waiting: NodeJS.Timeout | null = null;

  const run = () => {
    waiting = null;
    last = performance.now();
    action();
  };
  const throttled = () => {
    if (waiting) return;
    const dueMs = last + everyMs - performance.now();
    if (dueMs <= 0) run();
    else waiting = setTimeout(run, dueMs);
  };
  throttled.cancel = () => {
    if (waiting) clearTimeout(waiting);
    waiting = null;
  };
  return throttled;
}
