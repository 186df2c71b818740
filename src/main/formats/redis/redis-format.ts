import type { Format } from '../log/format.ts';
import { isRedisDirectory } from './detect.ts';
import { explainRecord } from './explain.ts';
import { redisBesideInCopy, redisBesideUpTo, redisFilesBeside } from './files-beside.ts';
import { readRedis } from './read-redis.ts';
import { redisReadings } from './readings.ts';
import { redisSays } from './said.ts';
import { redisCannotHold, writeRedis } from './write/write-redis.ts';

/** RDB files and append-only files of Redis and Valkey. */
export const redisFormat = {
  id: 'redis',
  title: 'Redis',
  detect: isRedisDirectory,
  read: readRedis,
  explain: explainRecord,
  explainFrame: async () => null,
  explainFile: async () => null,
  says: redisSays,
  filesBeside: redisFilesBeside,
  besideInCopy: redisBesideInCopy,
  besideUpTo: redisBesideUpTo,
  readings: redisReadings,
  cannotHold: redisCannotHold,
  write: writeRedis,
  holdsLibraries: true,
} satisfies Format;
