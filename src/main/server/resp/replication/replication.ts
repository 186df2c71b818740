import { randomBytes } from 'node:crypto';
import type { Store } from '../../../engine/api.ts';
import type { Binary } from '../../../formats/redis/value.ts';
import type { ClientState } from '../clients/client-state.ts';
import type { Slot } from '../keyspace/slot.ts';
import { noReply, type Reply, status } from '../protocol/reply.ts';
import { Backlog } from './backlog.ts';
import { effectsOf, encodeWords } from './effects.ts';
import { takeSnapshot } from './snapshot.ts';

/** Replicas take a server for dead that says nothing for long. ms */
const pingEveryMs = 10_000;
/** What is kept for a replica while it gets its snapshot. Characters. */
const maxHeldChars = 256 * 1024 * 1024;

interface Replica {
  client: ClientState;
  /** What has been committed since its snapshot was begun; null once it gets everything at once. */
  held: Binary | null;
  /** How much of the stream it has said to have. */
  acknowledged: number;
}

/** Someone in WAIT. */
interface Waiting {
  offset: number;
  replicas: number;
  done: () => void;
}

/** Servers that keep a copy of this one: a snapshot first, then everything that is committed, in its order. */
export class Replication {
  /** Of this history; another one begins when the server does. */
  readonly id = randomBytes(20).toString('hex');
  readonly #store: Store;
  readonly #backlog = new Backlog();
  readonly #replicas = new Map<ClientState, Replica>();
  readonly #waiting = new Set<Waiting>();
  /** Nothing is described before the first replica comes. */
  #isNeeded = false;
  #ping: NodeJS.Timeout | null = null;

  constructor(store: Store) {
    this.#store = store;
  }

  get offset(): number {
    return this.#backlog.offset;
  }

  get replicas(): readonly { address: string; acknowledged: number }[] {
    return [...this.#replicas.values()].map(({ client, acknowledged }) => ({
      address: client.address,
      acknowledged,
    }));
  }

  /** What a commit is about to change, for `committed`; empty when nobody will want it. */
  describe(slots: readonly Slot[], nowMs: number): Binary {
    return this.#isNeeded ? effectsOf(slots, nowMs) : '';
  }

  /** Tells the replicas what has been committed. */
  committed(text: Binary): void {
    if (text === '') return;
    this.#backlog.append(text);
    for (const replica of this.#replicas.values()) {
      if (replica.held === null) replica.client.link.sendText(text);
      else replica.held += text;
      if (replica.held !== null && replica.held.length > maxHeldChars) replica.client.link.close('at-once');
    }
  }

  /** PSYNC: goes on where the replica stands, or begins with everything. */
  attach(client: ClientState, id: Binary, wanted: number): Reply {
    client.isReplica = true;
    const rest = id === this.id ? this.#backlog.since(wanted - 1) : null;
    this.#begin();
    if (rest !== null) {
      this.#replicas.set(client, { client, held: null, acknowledged: wanted - 1 });
      client.link.send(status(`CONTINUE ${this.id}`));
      if (rest !== '') client.link.sendText(rest);
      return noReply;
    }
    const replica: Replica = { client, held: '', acknowledged: 0 };
    this.#replicas.set(client, replica);
    client.link.send(status(`FULLRESYNC ${this.id} ${this.offset}`));
    this.#copy(replica).catch(() => client.link.close('at-once'));
    return noReply;
  }

  /** A replica says how far it is. */
  acknowledge(client: ClientState, offset: number): void {
    const replica = this.#replicas.get(client);
    if (!replica) return;
    replica.acknowledged = offset;
    for (const waiting of this.#waiting)
      if (this.#countFrom(waiting.offset) >= waiting.replicas) waiting.done();
  }

  /** How many replicas have everything up to now, once it is so many or the time is over; null = there is no end. */
  async wait(replicas: number, timeoutMs: number | null): Promise<number> {
    const { offset } = this;
    if (this.#countFrom(offset) < replicas) {
      this.#ask();
      await new Promise<void>((resolve) => {
        const timer = timeoutMs === null ? null : setTimeout(() => waiting.done(), timeoutMs);
        const waiting: Waiting = {
          offset,
          replicas,
          done: () => {
            if (timer) clearTimeout(timer);
            this.#waiting.delete(waiting);
            resolve();
          },
        };
        this.#waiting.add(waiting);
      });
    }
    return this.#countFrom(offset);
  }

  forget(client: ClientState): void {
    this.#replicas.delete(client);
  }

  close(): void {
    if (this.#ping) clearInterval(this.#ping);
    for (const waiting of this.#waiting) waiting.done();
  }

  #countFrom(offset: number): number {
    let count = 0;
    for (const { acknowledged, held } of this.#replicas.values())
      if (held === null && acknowledged >= offset) count++;
    return count;
  }

  #ask(): void {
    for (const { client, held } of this.#replicas.values()) {
      if (held === null) client.link.sendText(encodeWords(['REPLCONF', 'GETACK', '*']));
    }
  }

  #begin(): void {
    this.#isNeeded = true;
    this.#ping ??= setInterval(() => this.#keepAlive(), pingEveryMs).unref();
  }

  #keepAlive(): void {
    if (this.#replicas.size > 0) this.committed(encodeWords(['PING']));
  }

  /** The snapshot may hold some of what is committed meanwhile; said once more that changes nothing. */
  async #copy(replica: Replica): Promise<void> {
    const { link } = replica.client;
    const snapshot = await takeSnapshot(this.#store);
    try {
      await link.stream(`$${snapshot.bytes}\r\n`, snapshot.content);
    } finally {
      await snapshot.remove();
    }
    const held = replica.held ?? '';
    replica.held = null;
    if (held !== '') link.sendText(held);
  }
}
