import type { Deque } from './deque.ts';
import type { PendingEntries } from './pending-entries.ts';
import type { RankedScores } from './ranked-scores.ts';

/**
 * Redis values in memory. Elements are binary strings: one character for each byte (latin1), so that maps and sets
 * compare them by content and order them as `memcmp` does.
 */
export type Binary = string;

export interface HashField {
  value: Binary;
  /** ms since 1970; null = never. */
  expireAt: number | null;
}

export type RedisValue =
  | { type: 'string'; bytes: Uint8Array }
  | { type: 'list'; items: Deque<Binary> }
  | { type: 'set'; members: Set<Binary> }
  | { type: 'hash'; fields: Map<Binary, HashField> }
  | { type: 'zset'; scores: RankedScores }
  | { type: 'stream'; stream: Stream }
  /** What only its module can read, as it stands in the file. */
  | { type: 'module'; bytes: Uint8Array };

/** A value of parts, which commands change in place. */
export type Structure = Exclude<RedisValue, { type: 'string' | 'module' }>;

export interface StreamId {
  ms: bigint;
  seq: bigint;
}

export interface StreamEntry {
  id: StreamId;
  /** Field, value, field, value …: fields may repeat. */
  fields: Binary[];
}

/** Holds the pending entries that their consumers have given back, which is possible since Redis 8.8. */
export const nobody: Binary = '';

/** Never changed: another one takes its place. */
export interface PendingEntry {
  readonly id: StreamId;
  /** Or `nobody`. */
  readonly consumer: Binary;
  /** ms since 1970; null = a replay cannot know it. */
  readonly deliveredAt: number | null;
  readonly deliveries: number;
}

export interface Group {
  lastDelivered: StreamId;
  /** null = Redis itself does not know it. */
  entriesRead: bigint | null;
  /** By `idText`. */
  pending: PendingEntries;
  /** Last seen, ms since 1970; null = a replay cannot know it. */
  consumers: Map<Binary, { seenAt: number | null }>;
}

export interface Stream {
  /** In order of their ids. */
  entries: Deque<StreamEntry>;
  lastId: StreamId;
  maxDeletedId: StreamId;
  entriesAdded: bigint;
  groups: Map<Binary, Group>;
}

export const zeroId: StreamId = { ms: 0n, seq: 0n };

export function idText({ ms, seq }: StreamId): string {
  return `${ms}-${seq}`;
}

export function compareIds(a: StreamId, b: StreamId): number {
  if (a.ms !== b.ms) return a.ms < b.ms ? -1 : 1;
  return a.seq === b.seq ? 0 : a.seq < b.seq ? -1 : 1;
}

export function binaryOf(bytes: Uint8Array): Binary {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

export function bytesOf(binary: Binary): Buffer {
  return Buffer.from(binary, 'latin1');
}

/** Whether Redis would keep a key with this value: all but streams cease to be when they are empty. */
export function isEmpty(value: RedisValue): boolean {
  if (value.type === 'list') return value.items.length === 0;
  if (value.type === 'set') return value.members.size === 0;
  if (value.type === 'hash') return value.fields.size === 0;
  if (value.type === 'zset') return value.scores.size === 0;
  return false;
}
