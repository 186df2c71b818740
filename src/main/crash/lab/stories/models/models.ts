import { redisAofSubject } from '../../exhibits/redis-aof/redis-aof.ts';
import type { Subject } from '../../subject.ts';
import { bitcask } from './bitcask.ts';
import { etcdWal } from './etcd-wal.ts';
import { jetstream, rocksdbLogs, rocksdbLogsChecked } from './log-files.ts';
import { etcdAlone, leveldbRepair, leveldbReuse } from './one-log.ts';
import { postgresCheckpoint } from './postgres-checkpoint.ts';

/** Redis's append-only file as it was before failed fsyncs were looked at. */
const redisIgnoringFsync = redisAofSubject('redis-aof-2020', {
  syncsDirectory: true,
  endsAtFailedFsync: false,
});

/** Redis's append-only file as it was before the directory had an fsync. */
const redisWithoutDirectoryFsync = redisAofSubject('redis-aof-7.0.0', {
  syncsDirectory: false,
  endsAtFailedFsync: true,
});

/** The systems of the stories as they were then, each reduced to what its story is about. */
export const storyModels: readonly Subject[] = [
  redisIgnoringFsync,
  redisWithoutDirectoryFsync,
  leveldbRepair,
  leveldbReuse,
  bitcask,
  etcdWal,
  etcdAlone,
  rocksdbLogs,
  rocksdbLogsChecked,
  postgresCheckpoint,
  jetstream,
];
