import type { StringForm, Value } from '../../../formats/redis/commands/value.ts';
import type { Binary } from '../../../formats/redis/value.ts';
import type { JoinedBlocks } from './joined-blocks.ts';

/** In `place`: the value is not held as bytes. */
export const nowhere = -1;

/** One key as the server has it in memory. */
export interface Slot {
  readonly db: number;
  readonly key: Binary;
  readonly keyLength: number;
  /** null = the value is held as bytes; or the key is not there, and the store has not yet been told. */
  value: Value | null;
  /** Where in the `ValueMemory` the bytes of the key and of its string are; `nowhere` = they are not. */
  place: number;
  /** Of the string there. */
  length: number;
  /** Of the string there, where its text does not tell. */
  form: StringForm | null;
  /** A large structure as the store was given it last. */
  stored: JoinedBlocks | null;
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

export function emptySlot(db: number, key: Binary): Slot {
  return {
    db,
    key,
    keyLength: key.length,
    value: null,
    place: nowhere,
    length: 0,
    form: null,
    stored: null,
    expireAt: null,
    isDirty: false,
    unsettled: 0,
    isUsed: false,
    usedAtSeconds: 0,
    bytes: 0,
  };
}

/** Whether the key has a value; it may have expired. */
export const isThere = (slot: Slot): boolean => slot.value !== null || slot.place !== nowhere;
