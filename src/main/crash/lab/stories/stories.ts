import type { Story } from './story.ts';
import { bitcask82 } from './told/bitcask-82.ts';
import { etcd11488 } from './told/etcd-11488.ts';
import { etcd14370 } from './told/etcd-14370.ts';
import { fsyncgate } from './told/fsyncgate.ts';
import { kafka3919 } from './told/kafka-3919.ts';
import { leveldb251 } from './told/leveldb-251.ts';
import { leveldb333 } from './told/leveldb-333.ts';
import { leveldb1180 } from './told/leveldb-1180.ts';
import { leveldb1287 } from './told/leveldb-1287.ts';
import { nats2121 } from './told/nats-2121.ts';
import { redis5177 } from './told/redis-5177.ts';
import { redis8111 } from './told/redis-8111.ts';
import { redis10737 } from './told/redis-10737.ts';
import { rocksdb7701 } from './told/rocksdb-7701.ts';
import { rocksdb13226 } from './told/rocksdb-13226.ts';
import { sqliteWalReset } from './told/sqlite-wal-reset.ts';
import { tigerbeetle2653 } from './told/tigerbeetle-2653.ts';

/** Losses of data that happened, each with what can be re-enacted of it. */
export const stories: readonly Story[] = [
  redis5177,
  redis8111,
  redis10737,
  leveldb251,
  leveldb333,
  leveldb1180,
  leveldb1287,
  bitcask82,
  etcd11488,
  etcd14370,
  rocksdb7701,
  rocksdb13226,
  fsyncgate,
  kafka3919,
  sqliteWalReset,
  tigerbeetle2653,
  nats2121,
];
