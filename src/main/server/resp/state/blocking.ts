import type { Blocked } from '../../../formats/redis/commands/command.ts';
import { CommandError } from '../../../formats/redis/commands/errors.ts';
import { type ErrorReply, errorReply, type Reply } from '../../../formats/redis/commands/reply.ts';
import type { Value } from '../../../formats/redis/commands/value.ts';
import type { Binary } from '../../../formats/redis/value.ts';
import type { ClientState } from '../clients/client-state.ts';

interface Waiting {
  client: ClientState;
  db: number;
  blocked: Blocked;
  names: string[];
  onServed: OnServed;
  timer: NodeJS.Timeout | null;
}

/** Hears that who has waited is served, and when that was begun, by the clock of `performance`. */
type OnServed = (beganMs: number) => void;

/** What a key holds; null = nothing. */
type TypeAt = (db: number, key: Binary) => Value['type'] | null;

const nameOf = (db: number, key: Binary): string => `${db}:${key}`;
/** The longest that a timer of Node can wait; whoever waits for longer is asked again then. */
const maxTimerMs = 2 ** 31 - 1;

/** Clients that wait for a key, in the order in which they came. */
export class Blocking {
  readonly #byKey = new Map<string, Set<Waiting>>();
  readonly #byClient = new Map<ClientState, Waiting>();
  #ready = new Set<string>();
  #isServing = false;
  readonly #typeAt: TypeAt;
  /** Runs the command of one who has waited, for that client. */
  around: (client: ClientState, work: () => void) => void = (_, work) => work();
  /** Hears of errors that those who have waited are answered with. */
  onError: (client: ClientState, text: string) => void = () => undefined;

  constructor(typeAt: TypeAt) {
    this.#typeAt = typeAt;
  }

  get count(): number {
    return this.#byClient.size;
  }

  block(client: ClientState, blocked: Blocked, onServed: OnServed): void {
    const names = [...new Set(blocked.keys.map((key) => nameOf(client.db, key)))];
    const waiting: Waiting = { client, db: client.db, blocked, names, onServed, timer: null };
    if (blocked.timeoutMs !== null) this.#startTimer(waiting, Date.now() + blocked.timeoutMs);
    client.isBlocked = true;
    this.#byClient.set(client, waiting);
    for (const name of names) {
      const queue = this.#byKey.get(name);
      if (queue) queue.add(waiting);
      else this.#byKey.set(name, new Set([waiting]));
    }
  }

  changed(db: number, key: Binary): void {
    if (this.#byKey.size === 0) return;
    const name = nameOf(db, key);
    if (this.#byKey.has(name)) this.#ready.add(name);
  }

  /** Those who wait for a key that has changed get their turn, oldest first. */
  serve(): void {
    if (this.#ready.size === 0 || this.#isServing) return;
    this.#isServing = true;
    // What one of them does can serve another.
    while (this.#ready.size > 0) {
      const names = this.#ready;
      this.#ready = new Set();
      for (const name of names)
        for (const waiting of [...(this.#byKey.get(name) ?? [])]) this.#retry(waiting);
    }
    this.#isServing = false;
  }

  /** Ends the waiting; false when the client was not waiting. */
  unblock(client: ClientState, answer: 'timeout' | 'error'): boolean {
    const waiting = this.#byClient.get(client);
    if (!waiting) return false;
    const unblocked = errorReply('UNBLOCKED client unblocked via CLIENT UNBLOCK');
    this.#answer(waiting, answer === 'timeout' ? waiting.blocked.onTimeout : unblocked);
    return true;
  }

  /** The client has gone. */
  forget(client: ClientState): void {
    const waiting = this.#byClient.get(client);
    if (waiting) this.#remove(waiting);
  }

  #retry(waiting: Waiting): void {
    if (this.#byClient.get(waiting.client) !== waiting || !this.#isReady(waiting)) return;
    const began = performance.now();
    this.around(waiting.client, () => {
      const result = attempt(waiting.blocked);
      if (isBlocked(result)) return;
      this.#answer(waiting, result);
      waiting.onServed(began);
    });
  }

  #isReady({ db, blocked: { keys, waitsFor, hearsOfEnd } }: Waiting): boolean {
    return hearsOfEnd === true || keys.some((key) => this.#typeAt(db, key) === waitsFor);
  }

  #answer(waiting: Waiting, reply: Reply): void {
    this.#remove(waiting);
    if (isErrorReply(reply)) this.onError(waiting.client, reply.text);
    waiting.client.link.send(reply);
    waiting.client.link.resume();
  }

  #remove(waiting: Waiting): void {
    if (waiting.timer !== null) clearTimeout(waiting.timer);
    waiting.client.isBlocked = false;
    this.#byClient.delete(waiting.client);
    for (const name of waiting.names) {
      const queue = this.#byKey.get(name);
      queue?.delete(waiting);
      if (queue?.size === 0) this.#byKey.delete(name);
    }
  }

  #startTimer(waiting: Waiting, deadlineMs: number): void {
    const left = Math.max(0, deadlineMs - Date.now());
    waiting.timer = setTimeout(
      () => {
        if (left > maxTimerMs) this.#startTimer(waiting, deadlineMs);
        else this.#answer(waiting, waiting.blocked.onTimeout);
      },
      Math.min(left, maxTimerMs),
    );
    waiting.timer.unref();
  }
}

function attempt(blocked: Blocked): Reply | Blocked {
  try {
    return blocked.retry();
  } catch (error) {
    if (error instanceof CommandError) return errorReply(error.message);
    throw error;
  }
}

function isErrorReply(reply: Reply): reply is ErrorReply {
  return typeof reply === 'object' && reply !== null && 'kind' in reply && reply.kind === 'error';
}

export function isBlocked(result: unknown): result is Blocked {
  return typeof result === 'object' && result !== null && (result as { kind?: unknown }).kind === 'blocked';
}
