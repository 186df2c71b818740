import type { Binary } from '../value.ts';
import type { RdbInfo } from './rdb-info.ts';

/** What decides how bytes of an RDB are read, besides themselves. */
export interface Dialect {
  /** Valkey gave type 22 another layout than Redis did. */
  valkey: boolean;
  /** `holds`: these are the bytes that were written, and what does not add up in them did not when they were. */
  checksum?: RdbInfo['checksum'];
  templates?: HashTemplates;
}

/** Names of fields that many hashes of a file share, by the number by which these refer to them. */
export type HashTemplates = ReadonlyMap<number, readonly Binary[]>;
