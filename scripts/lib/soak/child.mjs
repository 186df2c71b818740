// @ts-check
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { callers } from './load.mjs';

/** A writing process, and what it has told. */
export class SoakChild {
  /** Acknowledged calls of each caller. */
  told = new Array(callers).fill(0);
  /** @type {NodeJS.MemoryUsage | null} */
  memory = null;
  /** @type {string | null} */
  failure = null;
  #child;
  #closed;

  /** @param {import('./writer.mjs').Orders} orders */
  constructor(orders) {
    const script = join(import.meta.dirname, 'writer.mjs');
    this.#child = fork(script, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    this.#closed = once(this.#child, 'close');
    this.#child.on('message', (/** @type {any} */ message) => this.#hear(message));
    this.#child.send(orders);
    process.once('exit', this.#end);
  }

  get calls() {
    return this.told.reduce((sum, count) => sum + count, 0);
  }

  /** SIGKILL. Resolves when it is gone and all that it told has been heard. */
  async kill() {
    this.#child.kill('SIGKILL');
    await this.#gone();
  }

  /** Lets it finish its calls and close the store. */
  async stop() {
    if (this.#child.connected) this.#child.send('stop');
    await this.#gone();
  }

  #end = () => this.#child.kill('SIGKILL');

  async #gone() {
    await this.#closed;
    process.off('exit', this.#end);
  }

  /** @param {any} message */
  #hear(message) {
    if (message.acked) this.told = message.acked;
    else if (message.stopped) this.told = message.stopped;
    else if (message.memory) this.memory = message.memory;
    else if (message.failed) this.failure = message.failed;
  }
}
