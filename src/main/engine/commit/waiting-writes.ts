import { WalscopeError } from '../../../shared/errors.ts';
import type { PendingWrite } from './pending-write.ts';

/** What may wait for its turn at once. */
const maxWaitingBytes = 1024 * 1024 * 1024;
const maxWaitingWrites = 1_000_000;

/** Writes that wait for their turn, in the order in which they came. */
export class WaitingWrites {
  #writes: PendingWrite[] = [];
  #bytes = 0;

  get count(): number {
    return this.#writes.length;
  }

  /** False when too many wait: then it has been refused. */
  add(write: PendingWrite): boolean {
    if (this.#bytes + write.bytes > maxWaitingBytes || this.#writes.length >= maxWaitingWrites) {
      const reason = 'Too many writes are waiting for the disk: wait for some of them before writing more.';
      write.reject(new WalscopeError('TOO_LARGE', reason));
      return false;
    }
    this.#writes.push(write);
    this.#bytes += write.bytes;
    return true;
  }

  /** Hands on the first ones, as long as they are taken. */
  handOn(take: (write: PendingWrite) => boolean): void {
    let taken = 0;
    for (const write of this.#writes) {
      if (!take(write)) break;
      this.#bytes -= write.bytes;
      taken++;
    }
    this.#writes = this.#writes.slice(taken);
  }

  /** All of them; none waits any more. */
  takeAll(): readonly PendingWrite[] {
    const all = this.#writes;
    this.#writes = [];
    this.#bytes = 0;
    return all;
  }
}
