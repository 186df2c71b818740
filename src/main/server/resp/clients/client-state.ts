import type { Reply } from '../../../formats/redis/commands/reply.ts';
import type { Binary } from '../../../formats/redis/value.ts';
import type { Command } from '../commands/command.ts';
import type { ProtocolVersion } from '../protocol/encode-reply.ts';

/** A command that waits for EXEC. */
export interface Queued {
  command: Command;
  args: readonly Binary[];
}

export interface WatchedKey {
  db: number;
  key: Binary;
  /** When it was first watched. */
  wasThere: boolean;
}

/** Whether a client's answers are sent: all, none, or all but that to the next command. */
export type ReplyMode = 'on' | 'off' | 'skip-next' | 'skip-now';

/** What a client that keeps what it has read wants to hear. */
export interface ClientTracking {
  /** The number of the client that is told instead; 0 = none. */
  redirect: number;
  /** That client has gone. */
  isRedirectBroken: boolean;
  /** It hears of all keys that begin with these, read or not; null = only of those that it has read. */
  prefixes: Set<Binary> | null;
  /** Whether only what it asks for with CLIENT CACHING counts as read (`in`), or all but that (`out`). */
  choice: 'none' | 'in' | 'out';
  /** It does not hear of what it changes itself. */
  isDeafToItself: boolean;
  /** CLIENT CACHING was said: it counts for the next command. */
  isCachingSaid: boolean;
}

/** The way to a client, whatever carries its bytes. */
export interface ClientLink {
  /** Bytes that have come and have not been run. */
  readonly waitingBytes: number;
  /** Bytes of answers that have not left. */
  readonly pendingBytes: number;
  send(reply: Reply): void;
  /** Sends a head and all that comes from the source, as fast as the client takes it; rejects with the source. */
  stream(head: Binary, source: AsyncIterable<Buffer>): Promise<void>;
  /** Goes on with what the client has sent meanwhile: it no longer waits. */
  resume(): void;
  /** Ends the connection, with or without what is still to be sent. */
  close(how: 'after-answers' | 'at-once'): void;
}

/** What the server knows of a client, whatever carries its bytes. */
export class ClientState {
  readonly id: number;
  readonly link: ClientLink;
  readonly address: string;
  readonly localAddress: string;
  readonly createdAtMs: number;
  version: ProtocolVersion = 2;
  name: Binary = '';
  libName: Binary = '';
  libVersion: Binary = '';
  db = 0;
  isAuthenticated: boolean;
  /** Of a transaction that has begun; null outside of one. */
  queue: Queued[] | null = null;
  /** A command of the transaction was refused when it was queued. */
  isQueueBroken = false;
  /** A key that was watched has changed. */
  isWatchBroken = false;
  /** Keys that are watched, by database and name. */
  readonly watched = new Map<string, WatchedKey>();
  readonly channels = new Set<Binary>();
  readonly patterns = new Set<Binary>();
  readonly shardChannels = new Set<Binary>();
  tracking: ClientTracking | null = null;
  isMonitor = false;
  /** Gets everything that is committed. */
  isReplica = false;
  isBlocked = false;
  /** Its connection is being ended: nothing reaches it any more but what it has been answered. */
  isLeaving = false;
  /** A command that waits for the end of a pause. */
  held: readonly Binary[] | null = null;
  isNeverEvicted = false;
  replyMode: ReplyMode = 'on';
  lastCommand = 'NULL';
  usedAtMs: number;

  constructor(
    link: ClientLink,
    facts: { id: number; address: string; localAddress: string; isAuthenticated: boolean; nowMs: number },
  ) {
    this.link = link;
    this.id = facts.id;
    this.address = facts.address;
    this.localAddress = facts.localAddress;
    this.isAuthenticated = facts.isAuthenticated;
    this.createdAtMs = facts.nowMs;
    this.usedAtMs = facts.nowMs;
  }

  get subscriptions(): number {
    return this.channels.size + this.patterns.size;
  }

  /** Such a client of RESP2 hears messages, and may ask for little else. */
  get isInPubSubMode(): boolean {
    return this.version === 2 && this.subscriptions + this.shardChannels.size > 0;
  }
}
