import type { Binary } from '../../../formats/redis/value.ts';
import type { Value } from './value.ts';

/** One key as the server has it in memory. */
export interface Slot {
  readonly db: number;
  readonly key: Binary;
  /** null = the key is not there, and the store has not yet been told. */
  value: Value | null;
  /** ms since 1970; null = never. */
  expireAt: number | null;
  /** Changed since the last commit. */
  isDirty: boolean;
  /** Commits on their way that hold a change of it: until they have settled the store answers something older. */
  unsettled: number;
  /** Read or written since it was last looked at for being evicted. */
  isUsed: boolean;
  /** Last read or written: small whole numbers cost no object of their own. Seconds since the server began. */
  usedAtSeconds: number;
  /** What it was last counted with, in bytes. */
  bytes: number;
}
