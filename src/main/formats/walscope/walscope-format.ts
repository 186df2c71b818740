import { maxDatabase, storedKey } from '../../../shared/database-key.ts';
import { maxExpireAt, maxKeyBytes, maxValueBytes } from '../../../shared/limits.ts';
import type { Format } from '../log/format.ts';
import { walscopeBesideUpTo } from './beside-up-to.ts';
import { isWalscopeDirectory } from './detect.ts';
import { explainFile, explainFrame } from './explain-headers.ts';
import { explainRecord } from './explain-record.ts';
import { walscopeFilesBeside } from './files-beside.ts';
import { readWalscopeLog } from './read-log.ts';
import { readOnWalscopeLog } from './read-on.ts';
import { walscopeReadings } from './readings.ts';
import { walscopeSays } from './said.ts';

/** Walscope's own directories, looked at without opening them: the engine writes them. */
export const walscopeFormat = {
  id: 'walscope',
  title: 'Walscope',
  detect: isWalscopeDirectory,
  read: readWalscopeLog,
  readOn: readOnWalscopeLog,
  explain: explainRecord,
  explainFrame,
  explainFile,
  says: walscopeSays,
  filesBeside: walscopeFilesBeside,
  besideUpTo: walscopeBesideUpTo,
  readings: walscopeReadings,
  cannotHold: ({ db, key, valueLength, expireAt }) => {
    if (db > maxDatabase) return `a Walscope directory numbers its databases up to ${maxDatabase}`;
    if (storedKey(db, key).length > maxKeyBytes) return `its key is longer than ${maxKeyBytes} bytes`;
    if (valueLength > maxValueBytes) return `its value is longer than ${maxValueBytes} bytes`;
    if (expireAt !== null && expireAt > maxExpireAt) return 'its deadline lies beyond the year 10889';
    return null;
  },
} satisfies Format;
