import type { ExhibitPage } from './page.ts';
import { dictPage } from './pages/dict.ts';
import { guideNoFsyncPage, guidePage, guideReplayPage, guideWritePathPage } from './pages/guide.ts';
import { jsonOverwritePage, jsonRenameFsyncPage, jsonRenamePage } from './pages/json.ts';
import { miniredisFsyncPage, miniredisPage } from './pages/miniredis.ts';
import { redisAofPage } from './pages/redis-aof.ts';
import { walAppliedFlagsPage, walBatchJobPage, walPatternPage } from './pages/wal.ts';

/** A page for each exhibit, in the order of the gallery. */
export const exhibitPages: readonly ExhibitPage[] = [
  dictPage,
  jsonOverwritePage,
  jsonRenamePage,
  jsonRenameFsyncPage,
  guideWritePathPage,
  guideReplayPage,
  guideNoFsyncPage,
  guidePage,
  miniredisPage,
  miniredisFsyncPage,
  walPatternPage,
  walAppliedFlagsPage,
  walBatchJobPage,
  redisAofPage,
];
