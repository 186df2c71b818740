import type { Subject } from '../../subject.ts';
import { exhibitWorkloads, refusing } from '../exhibit.ts';
import { type Habits, RedisAofStore } from './redis-aof-store.ts';

export const redisAofSubject = (name: string, habits: Habits): Subject => ({
  name,
  workloads: [...exhibitWorkloads, 'batches', 'ttl', 'snapshot'],
  readsWithoutWriting: false,
  closingProves: true,
  open: (options) => refusing(() => RedisAofStore.open(options, habits)),
});

/** The multi-part AOF as Redis writes it from 7.0.3 on: `appendfsync` as asked, a base, increments, a manifest. */
export const redisAof = redisAofSubject('redis-aof', {
  syncsDirectory: true,
  endsAtFailedFsync: true,
});
