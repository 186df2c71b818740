import { WalscopeError } from '../../../shared/errors.ts';

/** Longest stretch of work, in ms, before the event loop gets its turn, where nothing else is asked for. */
const usualSliceMs = 8;
/** Reading the clock costs more than a small step: it is read once in so many. */
const stepsPerClockReading = 64;

/** For work that is too short to be cut, and before any is begun. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new WalscopeError('CANCELLED', 'The work was cancelled; nothing was changed.');
}

/** Cuts long work into slices, so that no task holds up the thread; notices between them that it was cancelled. */
export class Slicer {
  #steps = 0;
  #sliceEnds: number;
  readonly #signal: AbortSignal | undefined;
  readonly #sliceMs: number;

  constructor(signal?: AbortSignal, sliceMs = usualSliceMs) {
    this.#signal = signal;
    this.#sliceMs = sliceMs;
    this.#sliceEnds = performance.now() + sliceMs;
  }

  /** True when it is time to `await yield()`. For small steps: the clock is read once in 64 calls. */
  due(): boolean {
    if (++this.#steps < stepsPerClockReading) return false;
    this.#steps = 0;
    return performance.now() >= this.#sliceEnds;
  }

  /** The same for steps that may be long in themselves. */
  dueNow(): boolean {
    this.#steps = 0;
    return performance.now() >= this.#sliceEnds;
  }

  async yield(): Promise<void> {
    this.throwIfCancelled();
    await new Promise<void>((resolve) => setImmediate(resolve));
    this.#sliceEnds = performance.now() + this.#sliceMs;
    this.throwIfCancelled();
  }

  throwIfCancelled(): void {
    throwIfCancelled(this.#signal);
  }
}
