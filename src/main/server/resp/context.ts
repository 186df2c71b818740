import type { Store } from '../../engine/api.ts';
import type { Reply } from '../../formats/redis/commands/reply.ts';
import type { Binary } from '../../formats/redis/value.ts';
import type { ClientState, Queued } from './clients/client-state.ts';
import type { Command } from './commands/command.ts';
import type { Keyspace } from './keyspace/keyspace.ts';
import type { Replication } from './replication/replication.ts';
import type { Blocking } from './state/blocking.ts';
import type { LatencyEvents } from './state/latency-events.ts';
import type { Pause } from './state/pause.ts';
import type { PubSub } from './state/pub-sub.ts';
import type { ServerConfig } from './state/server-config.ts';
import type { ServerStats, SnapshotKind } from './state/server-stats.ts';
import type { SlowLog } from './state/slow-log.ts';
import type { Tracking } from './state/tracking.ts';
import type { Watches } from './state/watches.ts';

/** What commands know of the server beside the keys. */
export interface RespContext {
  readonly store: Store;
  readonly keyspace: Keyspace;
  readonly config: ServerConfig;
  readonly stats: ServerStats;
  readonly clients: ReadonlyMap<number, ClientState>;
  readonly watches: Watches;
  readonly blocking: Blocking;
  readonly pubSub: PubSub;
  readonly slowLog: SlowLog;
  readonly latency: LatencyEvents;
  readonly replication: Replication;
  readonly pause: Pause;
  readonly tracking: Tracking;
  readonly commands: ReadonlyMap<string, Command>;
  /** 0 until it listens. */
  readonly port: number;
  /** Runs what a transaction has queued; one answer each. */
  runQueue(client: ClientState, queue: readonly Queued[]): Reply[];
  /** Resolves when what has been changed up to now is committed. */
  committed(): Promise<void>;
  /** Makes a snapshot, after those that are on their way. */
  snapshot(kind: SnapshotKind): Promise<void>;
  /** Ends the server, from within. */
  shutdown(): void;
  /** Sends every command from now on to the client. */
  monitor(client: ClientState): void;
  /** The client begins anew, as if it had just connected. */
  reset(client: ClientState): void;
  findCommand(args: readonly Binary[]): Command | null;
}
