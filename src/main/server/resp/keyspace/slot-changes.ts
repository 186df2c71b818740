import { typeCode } from '../../../../shared/codes.ts';
import { databaseMark } from '../../../../shared/database-key.ts';
import { maxKeyBytes } from '../../../../shared/limits.ts';
import type { ChangeList, ChangeParts } from '../../../engine/api.ts';
import { storedKey } from './database-key.ts';
import { JoinedBlocks } from './joined-blocks.ts';
import { isThere, nowhere, type Slot } from './slot.ts';
import type { SlotCache } from './slot-cache.ts';
import { encodedValue } from './value-codec.ts';
import { writeText } from './write-text.ts';

/** A key that begins with it may be written in another way. */
const firstOfMark = databaseMark.charCodeAt(0);
const nothing = Buffer.alloc(0);
/** Of all lists: what is named is looked at before the next is asked for. */
const keyScratch = Buffer.allocUnsafe(maxKeyBytes);

/** What slots hold, as changes of the store; those that hold bytes are read where they lie. */
export class SlotChanges implements ChangeList {
  readonly bytes: number;
  readonly newBytes: number;
  readonly #slots: readonly Slot[];
  readonly #cache: SlotCache;
  /** Of the slots that hold no bytes, by their index: the values as the store has them. */
  readonly #encoded = new Map<number, Uint8Array | JoinedBlocks>();

  /** `nowMs`: the time that deadlines of fields go by. */
  constructor(slots: readonly Slot[], cache: SlotCache, nowMs: number) {
    this.#slots = slots;
    this.#cache = cache;
    let bytes = 0;
    let known = 0;
    for (const [index, slot] of slots.entries()) {
      const { keyLength, value, length, stored } = slot;
      bytes += databaseMark.length + 1 + keyLength;
      slot.stored = null;
      if (value === null) bytes += length;
      else {
        const encoded = encodedValue(value, nowMs, stored);
        this.#encoded.set(index, encoded);
        bytes += encoded.length;
        if (encoded instanceof JoinedBlocks) {
          slot.stored = encoded;
          known += encoded.length - encoded.newBytes;
        }
      }
    }
    this.bytes = bytes;
    this.newBytes = bytes - known;
  }

  get count(): number {
    return this.#slots.length;
  }

  read(index: number, into: ChangeParts): void {
    const slot = this.#slots[index] as Slot;
    const { value, place, keyLength } = slot;
    into.op = isThere(slot) ? 'set' : 'delete';
    into.type = value === null ? 0 : typeCode(value.type);
    into.expireAt = slot.expireAt;
    if (place === nowhere) {
      const encoded = this.#encoded.get(index) ?? nothing;
      const isPatchable = encoded instanceof JoinedBlocks;
      into.patchable = isPatchable ? encoded : null;
      into.valueBytes = isPatchable ? nothing : encoded;
      into.valueStart = 0;
      into.valueLength = encoded.length;
      readKey(slot, into);
      return;
    }
    into.valueBytes = this.#cache.bytesOf(slot);
    into.valueStart = this.#cache.startOf(slot);
    into.valueLength = slot.length;
    const keyStart = into.valueStart - keyLength;
    if (slot.db !== 0 || into.valueBytes[keyStart] === firstOfMark) {
      readKey(slot, into);
      return;
    }
    into.keyBytes = into.valueBytes;
    into.keyStart = keyStart;
    into.keyLength = keyLength;
  }
}

/** The key as the store has it, with what says its database. */
function readKey(slot: Slot, into: ChangeParts): void {
  const key = storedKey(slot.db, slot.key);
  writeText(key, keyScratch, 0);
  into.keyBytes = keyScratch;
  into.keyStart = 0;
  into.keyLength = key.length;
}
