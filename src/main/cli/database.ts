import { maxDatabase } from '../../shared/database-key.ts';
import { WalscopeError } from '../../shared/errors.ts';
import type { CommonOptions } from './command.ts';

/** The database that `--db` names, 0 unless said. Throws for one that no store numbers. */
export function requireDatabase({ db }: CommonOptions): number {
  if (db !== null && db > maxDatabase) {
    throw new WalscopeError(
      'INVALID_ARGUMENT',
      `A Walscope directory numbers its databases up to ${maxDatabase}; --db says ${db}.`,
    );
  }
  return db ?? 0;
}
