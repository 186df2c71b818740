import { type ErrorCode, WalscopeError } from '../../../shared/errors.ts';

/** A full disk, or too many open files, is tried again at most this often. */
const retryAfterMs = 1000;

type State =
  | { kind: 'writable' }
  | { kind: 'full'; code: ErrorCode; reason: string; retryAtMs: number }
  | { kind: 'final'; code: ErrorCode; reason: string };

/**
 * Whether a store may be written to. A full disk, or a limit that was met, makes it read-only until that is over;
 * after a failed fsync, or any other failed write, nothing is written any more.
 */
export class WriteHealth {
  readonly #now: () => number;
  readonly #onChange: (reason: string | null) => void;
  #state: State = { kind: 'writable' };

  /** `now` in ms; `onChange` hears why nothing can be written, or null when it can again. */
  constructor(now: () => number, onChange: (reason: string | null) => void) {
    this.#now = now;
    this.#onChange = onChange;
  }

  /** Why nothing can be written; null when it can. */
  get reason(): string | null {
    return this.#state.kind === 'writable' ? null : this.#state.reason;
  }

  /** Nothing can be written, and that may end. */
  get isForNow(): boolean {
    return this.#state.kind === 'full';
  }

  /** The next write is let through, to see whether it still is so. */
  get triesAgain(): boolean {
    return this.#state.kind === 'full' && this.#now() >= this.#state.retryAtMs;
  }

  get isFinal(): boolean {
    return this.#state.kind === 'final';
  }

  /** Nobody knows what reached the disk, and another fsync would not tell. */
  get isUnproven(): boolean {
    return this.#state.kind === 'final' && this.#state.code === 'FSYNC_FAILED';
  }

  /** Throws why a write is refused. On a full disk one in a second is let through, to see whether it still is. */
  admit(): void {
    const state = this.#state;
    if (state.kind === 'writable') return;
    if (state.kind === 'full') {
      if (this.triesAgain) {
        state.retryAtMs = this.#now() + retryAfterMs;
        return;
      }
      throw new WalscopeError(state.code, state.reason);
    }
    throw new WalscopeError(state.code === 'FSYNC_FAILED' ? 'FSYNC_FAILED' : 'READ_ONLY', state.reason);
  }

  failed(error: WalscopeError): void {
    if (this.#state.kind === 'final') return;
    if (isTemporary(error.code)) {
      this.#state = {
        kind: 'full',
        code: error.code,
        reason: error.message,
        retryAtMs: this.#now() + retryAfterMs,
      };
    } else {
      this.#state = { kind: 'final', code: error.code, reason: error.message };
    }
    this.#onChange(error.message);
  }

  /** A write has gone through. */
  succeeded(): void {
    if (this.#state.kind !== 'full') return;
    this.#state = { kind: 'writable' };
    this.#onChange(null);
  }
}

/** There may be space again, or fewer segments. */
const isTemporary = (code: ErrorCode): boolean => code === 'NO_SPACE' || code === 'TOO_LARGE';
