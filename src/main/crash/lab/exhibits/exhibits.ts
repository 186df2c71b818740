import type { Subject } from '../subject.ts';
import { dict } from './dict.ts';
import { guide, guideNoFsync, guideReplay, guideWritePath } from './guide.ts';
import { jsonOverwrite } from './json-overwrite.ts';
import { jsonRename, jsonRenameFsync } from './json-rename.ts';
import { miniredis, miniredisFsync } from './miniredis.ts';
import { redisAof } from './redis-aof/redis-aof.ts';
import { walBatchJob } from './wal-batch-job.ts';
import { walAppliedFlags, walPattern } from './wal-pattern.ts';

/** Engines as one writes them first, and one as it is run everywhere: the lab shows where each of them loses data. */
export const exhibits: readonly Subject[] = [
  dict,
  jsonOverwrite,
  jsonRename,
  jsonRenameFsync,
  guideWritePath,
  guideReplay,
  guideNoFsync,
  guide,
  miniredis,
  miniredisFsync,
  walPattern,
  walAppliedFlags,
  walBatchJob,
  redisAof,
];
