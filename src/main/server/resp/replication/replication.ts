import { randomBytes } from 'node:crypto';
import type { Store } from '../../../engine/api.ts';
import { encodeCommand } from '../../../formats/redis/aof/encode-command.ts';
import type { Binary } from '../../../formats/redis/value.ts';
import type { ClientState } from '../clients/client-state.ts';
import type { Keyspace } from '../keyspace/keyspace.ts';
import type { ServerConfig } from '../state/server-config.ts';
import { Acknowledgements } from './acknowledgements.ts';
import { LogFeed } from './log-feed.ts';
import { type Beginning, Replica, type ReplicaFacts } from './replica.ts';
import { ReplicationStream } from './stream.ts';
import type { ToldCommand } from './told-command.ts';
import { ToldLog } from './told-log.ts';

/** Replicas take a server for dead that says nothing for long, and are taken for dead themselves. ms */
const pingEveryMs = 10_000;
const deadAfterMs = 60_000;
/** For so long the stream goes on without anyone, so that who comes back can go on. ms */
const keptAloneMs = 3_600_000;
/** Before any command that needs a database it is said which. */
const noDatabase = -1;

const newId = (): string => randomBytes(20).toString('hex');

/** Servers that keep a copy of this one: a snapshot first, then all that comes into the log, in its order. */
export class Replication {
  readonly #store: Store;
  readonly #keyspace: Keyspace;
  readonly #config: ServerConfig;
  readonly #facts = new WeakMap<ClientState, ReplicaFacts>();
  readonly #replicas = new Map<ClientState, Replica>();
  readonly #acknowledgements = new Acknowledgements();
  #id = newId();
  #stream = new ReplicationStream();
  #db = noDatabase;
  /** null while nobody needs to be told: before the first replica, and long after the last. */
  #feed: LogFeed | null = null;
  #ping: NodeJS.Timeout | null = null;
  #aloneSinceMs = 0;

  constructor(keyspace: Keyspace, config: ServerConfig) {
    this.#store = keyspace.store;
    this.#keyspace = keyspace;
    this.#config = config;
  }

  /** Of the history that `offset` counts in; another one begins when the server does. */
  get id(): string {
    return this.#id;
  }

  get offset(): number {
    return this.#stream.end;
  }

  /** What is kept for those who come back; null when nothing is. */
  get backlog(): { from: number; bytes: number } | null {
    if (this.#feed === null) return null;
    return { from: this.#stream.start, bytes: this.#stream.end - this.#stream.start };
  }

  get replicas(): readonly Replica[] {
    return [...this.#replicas.values()];
  }

  /** How many replicas have all of the stream. */
  get upToDate(): number {
    return this.#countWith(this.offset);
  }

  /** What a client says of itself, in case it becomes a replica. */
  announce(client: ClientState, told: Partial<ReplicaFacts>): void {
    this.#facts.set(client, { ...this.#factsOf(client), ...told });
  }

  /**
   * Makes the client a replica. It goes on behind `offset`, if that is one of this history and not too long ago, or
   * begins with everything. `head` is false for those who know no histories.
   */
  attach(client: ClientState, id: Binary, offset: number, hasHead = true): void {
    if (this.#replicas.has(client)) return;
    this.#begin();
    const resumes = id === this.#id && this.#stream.holds(offset);
    const position = resumes ? offset : this.#stream.end;
    const replica = new Replica({
      client,
      facts: this.#factsOf(client),
      stream: this.#stream,
      position,
      onOnline: () => this.#acknowledgements.came(),
    });
    this.#replicas.set(client, replica);
    client.isReplica = true;
    const head = resumes ? `+CONTINUE ${this.#id}\r\n` : '';
    client.link
      .stream(head, replica.content(resumes ? null : () => this.#beginning(hasHead)))
      .catch(() => undefined)
      .finally(() => client.link.close('at-once'));
  }

  /** A replica says how far it is. */
  acknowledge(client: ClientState, offset: number): void {
    this.#replicas.get(client)?.acknowledge(offset);
    this.#acknowledgements.came();
  }

  /**
   * How many replicas have everything that the store has now, once it is so many or the time is over; null = there is
   * no end.
   */
  async wait(client: ClientState, replicas: number, timeoutMs: number | null): Promise<number> {
    await this.#feed?.told(this.#store.durability().acknowledgedSeq);
    const { offset } = this;
    const isEnough = (): boolean => this.#countWith(offset) >= replicas;
    if (!isEnough()) {
      if (this.#replicas.size > 0) this.#append(encodeCommand(['REPLCONF', 'GETACK', '*']));
      await this.#acknowledgements.until(client, isEnough, timeoutMs);
    }
    return this.#countWith(offset);
  }

  /** The client has gone. */
  forget(client: ClientState): void {
    this.#acknowledgements.forget(client);
    this.#replicas.get(client)?.end();
    if (this.#replicas.delete(client) && this.#replicas.size === 0) this.#aloneSinceMs = Date.now();
  }

  close(): void {
    if (this.#ping) clearInterval(this.#ping);
    this.#acknowledgements.end();
    this.#endHistory();
  }

  #factsOf(client: ClientState): ReplicaFacts {
    return this.#facts.get(client) ?? { address: null, port: 0, wantsSnapshotOnly: false };
  }

  #countWith(offset: number): number {
    let count = 0;
    for (const { acknowledged, isOnline } of this.#replicas.values())
      if (isOnline && acknowledged >= offset) count++;
    return count;
  }

  #begin(): void {
    this.#feed ??= this.#newFeed();
    this.#ping ??= setInterval(() => this.#keepAlive(), pingEveryMs).unref();
  }

  #newFeed(): LogFeed {
    const { record, hasChanges, unnoticedSeq } = this.#keyspace;
    const log = new ToldLog((commands) => this.#tell(commands), unnoticedSeq);
    for (const commit of record.begin(log, hasChanges)) log.onCommit(commit);
    return new LogFeed(this.#store, {
      changed: (changes) => log.changed(changes),
      broken: () => this.#endHistory(),
    });
  }

  /** All that is in the store now, and where the stream goes on behind it; null when it does not. */
  #beginning(hasHead: boolean): Promise<Beginning> | null {
    const feed = this.#feed;
    if (feed === null) return null;
    const view = this.#store.view();
    // Commands that saw keys whose deadline has passed since would find them there no more.
    this.#keyspace.record.withdraw();
    const { acknowledgedSeq } = this.#store.durability();
    return new Promise((resolve) => {
      feed.whenTold(acknowledgedSeq, () => {
        // Whoever begins anew begins in database 0, wherever the stream stands.
        this.#db = noDatabase;
        const head = hasHead ? `+FULLRESYNC ${this.#id} ${this.offset}\r\n` : '';
        resolve({ view, offset: this.offset, head });
      });
    });
  }

  #tell(commands: readonly ToldCommand[]): void {
    const parts: Buffer[] = [];
    for (const { db, bytes } of commands) {
      if (db !== this.#db) parts.push(encodeCommand(['SELECT', String(db)]));
      this.#db = db;
      parts.push(bytes);
    }
    if (parts.length > 0) this.#append(Buffer.concat(parts));
  }

  #append(bytes: Buffer): void {
    this.#stream.append(bytes);
    const maxBehind = this.#config.outputLimits.hard.replica || Number.POSITIVE_INFINITY;
    let needed = this.#stream.end - this.#config.number('repl-backlog-size');
    for (const { position, client } of this.#replicas.values()) {
      if (this.#stream.end - position > maxBehind) client.link.close('at-once');
      else needed = Math.min(needed, position);
    }
    this.#stream.forgetBefore(Math.max(0, needed));
  }

  #keepAlive(): void {
    const now = Date.now();
    for (const { client, isOnline } of this.#replicas.values())
      if (isOnline && now - client.usedAtMs > deadAfterMs) client.link.close('at-once');
    if (this.#replicas.size > 0) this.#append(encodeCommand(['PING']));
    else if (this.#feed !== null && now - this.#aloneSinceMs > keptAloneMs) this.#endHistory();
  }

  /** What comes from here on does not continue what was: whoever comes begins with everything. */
  #endHistory(): void {
    this.#feed?.end();
    this.#feed = null;
    this.#keyspace.record.stop();
    this.#id = newId();
    this.#stream = new ReplicationStream();
    for (const replica of this.#replicas.values()) {
      replica.end();
      replica.client.link.close('at-once');
    }
  }
}
