import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { Store } from '../../engine/api.ts';
import { type Reply, status } from '../../formats/redis/commands/reply.ts';
import type { Binary } from '../../formats/redis/value.ts';
import { listenError } from '../listen-error.ts';
import type { ClientState, Queued } from './clients/client-state.ts';
import { Connection } from './clients/connection.ts';
import { Turns } from './clients/turns.ts';
import type { Command } from './commands/command.ts';
import { commands, findCommand } from './commands/table.ts';
import type { RespContext } from './context.ts';
import { Executor } from './executor.ts';
import { Keyspace } from './keyspace/keyspace.ts';
import { QuickLane } from './quick-lane.ts';
import { Replication } from './replication/replication.ts';
import { Blocking } from './state/blocking.ts';
import { LatencyEvents } from './state/latency-events.ts';
import { monitorLine } from './state/monitor-line.ts';
import { Pause } from './state/pause.ts';
import { PubSub } from './state/pub-sub.ts';
import { ServerConfig } from './state/server-config.ts';
import { ServerStats, type SnapshotKind } from './state/server-stats.ts';
import { SlowLog } from './state/slow-log.ts';
import { Tracking } from './state/tracking.ts';
import { Watches } from './state/watches.ts';

export interface RespServerOptions {
  /** 127.0.0.1 unless said otherwise, and then only with a password. */
  host?: string;
  /** 0 picks a free one. */
  port: number;
  password?: string;
  /** Values kept decoded in memory, at most. Bytes. */
  cacheBytes?: number;
  /** SHUTDOWN was asked for. */
  onShutdown?: () => void;
}

const lookEveryMs = 1000;

/** The protocol of Redis over a store, for many clients at once. The store stays the caller's. */
export class RespServer implements RespContext {
  readonly store: Store;
  readonly keyspace: Keyspace;
  readonly config = new ServerConfig();
  readonly stats = new ServerStats();
  readonly watches = new Watches();
  readonly blocking = new Blocking((db, key) => this.keyspace.databases[db]?.peek(key)?.type ?? null);
  readonly pubSub = new PubSub();
  readonly slowLog = new SlowLog();
  readonly latency = new LatencyEvents();
  readonly tracking = new Tracking((id) => this.clients.get(id));
  readonly pause = new Pause(() => this.#pauseChanged());
  readonly replication: Replication;
  readonly commands = commands;
  readonly findCommand = findCommand;
  readonly #options: RespServerOptions;
  readonly #turns: Turns;
  readonly #executor: Executor;
  readonly #lane: QuickLane;
  readonly #connections = new Map<number, Connection>();
  readonly #monitors = new Set<ClientState>();
  readonly #watchers = new Set<(line: string) => void>();
  readonly clients = new Map<number, ClientState>();
  readonly #unlisten: () => void;
  #server: Server | null = null;
  #nextClientId = 1;
  #idleTimer: NodeJS.Timeout | null = null;

  private constructor(store: Store, options: RespServerOptions) {
    this.store = store;
    this.#options = options;
    const { cacheBytes } = options;
    this.keyspace = new Keyspace(store, {
      limits: this.config.compactLimits,
      ...(cacheBytes === undefined ? {} : { cacheBytes }),
    });
    this.keyspace.onChanged = (db, key, hasExpired) => {
      this.blocking.changed(db, key);
      if (hasExpired) {
        // Whether a watched key is still there is looked at by EXEC.
        this.tracking.expired(key);
        return;
      }
      this.watches.changed(db, key);
      this.tracking.changed(key);
    };
    this.keyspace.expiry.onExpired = (_, key) => this.tracking.expired(key);
    this.keyspace.onOthers = () => this.tracking.changedAll(() => undefined);
    this.keyspace.events.onEvent = (db, event, key) =>
      this.pubSub.publishKeyEvent(this.keyspace.events.told, db, event, key);
    this.#unlisten = store.listen({
      onExpired: (keys) => this.keyspace.expiry.expiredInStore(keys),
      onDropped: (key) => {
        this.keyspace.expiry.droppedInStore(key);
        this.#turns.schedule();
      },
    });
    this.replication = new Replication(this.keyspace, this.config);
    this.blocking.around = (client, work) => {
      const { record } = this.keyspace;
      const from = record.end;
      this.tracking.runs(client);
      // Its own words would wait again.
      record.runs(client.db, null);
      work();
      record.ran(false);
      record.join(from);
      this.tracking.answered(client, true);
    };
    this.blocking.onError = (client, text) => this.#failedLater(client, text);
    this.#turns = new Turns(this.keyspace);
    this.#executor = new Executor(this, {
      ran: (client, command, args) => this.#tellMonitors(client, command, args),
    });
    this.#lane = new QuickLane(this, () => this.#monitors.size + this.#watchers.size > 0);
    this.tracking.limit(this.config.number('tracking-table-max-keys'));
    this.config.preset('appendfsync', store.durability().policy);
    this.config.preset('dir', store.directory);
    this.config.preset('requirepass', options.password ?? '');
    this.config.preset('bind', options.host ?? '127.0.0.1');
  }

  /** Listens; fails with INVALID_ARGUMENT when the port cannot be had. */
  static async start(store: Store, options: RespServerOptions): Promise<RespServer> {
    const server = new RespServer(store, options);
    await server.#listen();
    return server;
  }

  get port(): number {
    return (this.#server?.address() as AddressInfo | null)?.port ?? 0;
  }

  /** Resolves when what has been changed up to now is committed. */
  committed(): Promise<void> {
    return this.#turns.committed();
  }

  /** Takes no more requests, answers those that have been read, and lets the clients go. */
  async close(): Promise<void> {
    if (this.#idleTimer) clearInterval(this.#idleTimer);
    this.pause.close();
    this.keyspace.counts.close();
    this.keyspace.expiry.isByItself = true;
    this.#server?.close();
    this.#unlisten();
    this.replication.close();
    for (const connection of this.#connections.values()) connection.close('after-answers');
    await this.#turns.idle();
    const connections = [...this.#connections.values()];
    for (const connection of connections) connection.close('at-once');
    await Promise.all(connections.map(({ gone }) => gone));
  }

  runQueue(client: ClientState, queue: readonly Queued[]): Reply[] {
    return this.#executor.runQueue(client, queue);
  }

  async snapshot(kind: SnapshotKind): Promise<void> {
    const { stats, keyspace } = this;
    stats.underWay[kind] = true;
    stats.saveBeganAtMs = Date.now();
    const changes = keyspace.changes;
    try {
      // At the end of the turn: what comes later in a transaction belongs to what it has changed up to here.
      await this.committed();
      await this.store.snapshot();
      stats.lastSaveAt = Math.floor(Date.now() / 1000);
      stats.lastSaveSeconds = Math.round((Date.now() - stats.saveBeganAtMs) / 1000);
      stats.lastSaveFailed = false;
      stats.changesAtLastSave = changes;
    } catch (error) {
      stats.lastSaveFailed = true;
      throw error;
    } finally {
      stats.underWay[kind] = false;
    }
  }

  shutdown(): void {
    this.#options.onShutdown?.();
  }

  monitor(client: ClientState): void {
    client.isMonitor = true;
    this.#monitors.add(client);
  }

  /** Hears of each command as MONITOR tells it, until the returned function is called. */
  watch(listener: (line: string) => void): () => void {
    this.#watchers.add(listener);
    return () => this.#watchers.delete(listener);
  }

  reset(client: ClientState): void {
    this.watches.unwatch(client);
    this.pubSub.forget(client);
    this.tracking.end(client);
    this.#monitors.delete(client);
    client.isMonitor = false;
    client.queue = null;
    client.isQueueBroken = false;
    client.version = 2;
    client.db = 0;
    client.name = '';
    client.replyMode = 'on';
    client.isAuthenticated = this.config.text('requirepass') === '';
  }

  async #listen(): Promise<void> {
    const { host = '127.0.0.1', port } = this.#options;
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) =>
      this.#accept(socket),
    );
    server.listen(port, host);
    try {
      await once(server, 'listening');
    } catch (cause) {
      throw listenError(cause, port);
    }
    this.#server = server;
    this.config.preset('port', String(this.port));
    this.#idleTimer = setInterval(() => this.#lookAtClients(), lookEveryMs);
    this.#idleTimer.unref();
  }

  #accept(socket: Socket): void {
    const { config, stats } = this;
    if (this.#connections.size >= config.number('maxclients')) {
      stats.rejectedConnections++;
      socket.on('error', () => undefined);
      socket.end('-ERR max number of clients reached\r\n');
      return;
    }
    stats.connections++;
    const connection = new Connection({
      id: this.#nextClientId++,
      socket,
      turns: this.#turns,
      config,
      stats,
      isAuthenticated: config.text('requirepass') === '',
      nowMs: Date.now(),
      lane: this.#lane,
      execute: (client, args) => this.#executor.execute(client, args),
      onRequests: () => {
        this.keyspace.noticeOthers();
        return this.keyspace.tick();
      },
      release: (client) => this.pause.release(client),
      onGone: (client) => this.#forget(client),
    });
    this.#connections.set(connection.state.id, connection);
    this.clients.set(connection.state.id, connection.state);
  }

  #forget(client: ClientState): void {
    this.#connections.delete(client.id);
    this.clients.delete(client.id);
    this.#monitors.delete(client);
    this.watches.unwatch(client);
    this.blocking.forget(client);
    this.pubSub.forget(client);
    this.replication.forget(client);
    this.pause.release(client);
    this.tracking.end(client);
  }

  #tellMonitors(client: ClientState, command: Command, args: readonly Binary[]): void {
    if (this.#monitors.size + this.#watchers.size === 0 || command.isHiddenFromMonitors) return;
    const line = monitorLine(client, args);
    for (const watcher of this.#watchers) watcher(line);
    const reply = status(line);
    for (const monitor of this.#monitors) monitor.link.send(reply);
  }

  /** Those who are held try again, in a turn of their own: a transaction may have ended the pause. */
  #pauseChanged(): void {
    this.keyspace.expiry.hold(this.pause.mode !== null);
    if (this.pause.held.size === 0) return;
    setImmediate(() => {
      for (const client of [...this.pause.held]) client.link.resume();
    });
  }

  #failedLater(client: ClientState, text: string): void {
    const command = this.commands.get(client.lastCommand);
    if (command) this.stats.of(command).failed++;
    this.stats.answeredWithError(text);
  }

  #lookAtClients(): void {
    this.stats.look(Date.now());
    for (const connection of this.#connections.values()) connection.endIfBehind();
    this.#endIdle();
  }

  #endIdle(): void {
    const timeoutMs = this.config.number('timeout') * 1000;
    if (timeoutMs === 0) return;
    const now = Date.now();
    for (const { state } of this.#connections.values()) {
      const mayIdle = state.isMonitor || state.isBlocked || state.subscriptions > 0;
      if (!mayIdle && now - state.usedAtMs > timeoutMs) state.link.close('at-once');
    }
  }
}
