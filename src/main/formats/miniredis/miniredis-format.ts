import type { Format } from '../log/format.ts';
import { isMiniRedisDirectory } from './detect.ts';
import { explainRecord } from './explain.ts';
import { readMiniRedis } from './read-log.ts';
import { miniRedisCannotHold, writeMiniRedis } from './write.ts';

/** The JSON snapshot and JSON-lines log of MiniRedis. */
export const miniRedisFormat = {
  id: 'miniredis',
  title: 'MiniRedis',
  detect: isMiniRedisDirectory,
  read: readMiniRedis,
  explain: explainRecord,
  explainFrame: async () => null,
  explainFile: async () => null,
  cannotHold: miniRedisCannotHold,
  write: writeMiniRedis,
} satisfies Format;
