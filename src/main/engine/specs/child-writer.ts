import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { workerEntry } from '../../workers/entry.ts';
import type { KillWriterMessage, KillWriterOrders } from '../../workers/kill-writer/protocol.ts';

/** A real child process that writes until it is killed. */
export class ChildWriter {
  readonly acked: { seq: number; key: string; durable: boolean }[] = [];
  readonly #child: ChildProcess;
  readonly #closed: Promise<unknown>;
  readonly #waiting: { count: number; resolve: () => void }[] = [];
  failure: { code: string; message: string } | null = null;

  constructor(orders: KillWriterOrders) {
    this.#child = fork(workerEntry('kill-writer'), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    this.#closed = once(this.#child, 'close');
    this.#child.on('message', (message: KillWriterMessage) => this.#hear(message));
    this.#child.send(orders);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Resolves once so many writes were acknowledged, or the child has ended. */
  async acknowledged(count: number): Promise<void> {
    const enough = new Promise<void>((resolve) => this.#waiting.push({ count, resolve }));
    this.#wake();
    await Promise.race([enough, this.#closed]);
  }

  /** SIGKILL. Resolves when the child is gone and everything that it said has been heard. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#closed;
  }

  #hear(message: KillWriterMessage): void {
    if ('failed' in message) this.failure = message.failed;
    else this.acked.push({ seq: message.acked, key: message.key, durable: message.durable });
    this.#wake();
  }

  #wake(): void {
    for (const { count, resolve } of this.#waiting) if (this.acked.length >= count) resolve();
  }
}
