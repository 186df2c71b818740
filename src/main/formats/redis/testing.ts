import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fixture } from '../testing/fixtures.ts';
import type { ExpectedKey } from '../testing/state.ts';
import { encodeCommand } from './aof/encode-command.ts';
import { crc64 } from './crc64.ts';

export const redisFixtures = [
  'redis-2.4.18_rdb-small',
  'redis-2.8.24_aof-small',
  'redis-6.2.14_aof-small',
  'redis-7.0.15_aof-small',
  'redis-7.0.15_aof-small--torn-in-value',
  'redis-7.0.15_rdb-small--flipped-in-value',
  'redis-7.4.1_rdb-small',
  'redis-8.0.6_aof',
  'redis-8.0.6_rdb',
  'redis-8.8-dev_aof',
  'redis-8.8-dev_rdb',
  'redis-aof',
  'redis-aof-plain',
  'redis-aof-torn',
  'redis-rdb',
  'redis-rdb-corrupt',
  'valkey-9.1.2_aof',
  'valkey-9.1.2_rdb',
];

type Databases = Record<string, Record<string, ExpectedKey>>;

export interface ExpectedDirectory {
  damage: string;
  /** What is sound, and what can be read all the same, by database. */
  sound: Databases;
  salvaged: Databases | null;
  functions: { name: string; engine: string; code: string }[] | null;
  asOf: { nowMs?: number };
  goodBytes?: number;
  flippedOffset?: number;
}

/** What stands beside a directory, whichever of its two shapes it has. */
export function expectedOf(name: string): ExpectedDirectory {
  const document = JSON.parse(readFileSync(join(fixture(name), 'expected.json'), 'utf8'));
  const sound = databasesIn(document);
  if (document.keys && Object.keys(document.keys).length > 0) sound.db0 = document.keys;
  const { goodBytes, flippedOffset, asOf } = document;
  return {
    damage: document.damage,
    sound,
    salvaged: document.salvaged ? databasesIn(document.salvaged) : null,
    functions: document.functions ?? document.salvaged?.functions ?? null,
    asOf: asOf === undefined ? {} : { nowMs: asOf },
    ...(goodBytes === undefined ? {} : { goodBytes }),
    ...(flippedOffset === undefined ? {} : { flippedOffset }),
  };
}

function databasesIn(document: Record<string, Record<string, ExpectedKey | string>>): Databases {
  const databases: Databases = {};
  for (const [name, keys] of Object.entries(document)) {
    if (!/^db\d+$/.test(name)) continue;
    databases[name] = Object.fromEntries(
      Object.entries(keys).map(([key, value]) => [
        key,
        typeof value === 'string' ? { type: 'string', value, expireAt: null } : value,
      ]),
    );
  }
  return databases;
}

/** Commands as they stand in an append-only file. */
export function aofOf(...commands: readonly (readonly (string | Uint8Array)[])[]): Buffer {
  return Buffer.concat(commands.map(encodeCommand));
}

/** An RDB of version 10 with these entries in database 0, and a checksum that holds unless it is switched off. */
export function rdbOf(
  entries: readonly Uint8Array[],
  options: { checksum: boolean } = { checksum: true },
): Buffer {
  const body = Buffer.concat([Buffer.from('REDIS0010'), Buffer.of(254, 0), ...entries, Buffer.of(255)]);
  const sum = Buffer.alloc(8);
  if (options.checksum) {
    const { low, high } = crc64(body);
    sum.writeUInt32LE(low, 0);
    sum.writeUInt32LE(high, 4);
  }
  return Buffer.concat([body, sum]);
}

/** Of streams, without the times that a replay cannot know. */
export function withoutTimes<State>(state: State): State {
  return JSON.parse(JSON.stringify(state), (name, each) => {
    if (name === 'seenTime') return null;
    if (name === 'pending' && Array.isArray(each))
      return each.map(([entry, consumer, , deliveries]) => [entry, consumer, null, deliveries]);
    return each;
  }) as State;
}
