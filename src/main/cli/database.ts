import { WalscopeError } from '../../shared/errors.ts';
import type { CommonOptions } from './command.ts';

/** Whether keys of formats without databases, which all live in database 0, are meant. */
export function inDatabaseZero({ db }: CommonOptions): boolean {
  return db === null || db === 0;
}

/** Nothing can be written into another database than 0. */
export function requireDatabase(common: CommonOptions): void {
  if (!inDatabaseZero(common)) {
    throw new WalscopeError(
      'INVALID_ARGUMENT',
      `A Walscope directory has database 0 only, not ${common.db}.`,
    );
  }
}
