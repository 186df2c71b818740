import type { Format } from '../log/format.ts';
import { isGuideDirectory } from './detect.ts';
import { explainRecord } from './explain.ts';
import { readGuideLog } from './read-log.ts';
import { guideReadings } from './readings.ts';
import { guideCannotHold, writeGuide } from './write.ts';

/** The append-only data.log of the key-value engine guide. */
export const guideFormat = {
  id: 'guide',
  title: 'Guide log',
  detect: isGuideDirectory,
  read: readGuideLog,
  explain: explainRecord,
  explainFrame: async () => null,
  explainFile: async () => null,
  readings: guideReadings,
  cannotHold: guideCannotHold,
  write: writeGuide,
} satisfies Format;
