import type { Binary } from '../value.ts';
import { CommandError, errors } from './errors.ts';
import { keyEvents } from './key-events.ts';
import { isEmptyValue, type Value, type ValueOf } from './value.ts';

/** What a key was. */
export interface TakenKey {
  key: Binary;
  value: Value;
  expireAt: number | null;
}

/** One numbered database, as the commands see it, wherever its keys are held. */
export abstract class Database {
  abstract readonly index: number;
  /** The time that commands go by, ms since 1970. */
  abstract readonly nowMs: number;
  abstract readonly size: number;
  /** About how many positions there are to walk. */
  abstract readonly positions: number;

  /** Whether nothing may be changed: commands that write are not run then, and those that read leave things alone. */
  get isReadOnly(): boolean {
    return false;
  }

  /** The value of a key; null when it is not there, or no longer. */
  abstract get(key: Binary): Value | null;

  /** The value of a key without counting as a use of it. */
  abstract peek(key: Binary): Value | null;

  abstract has(key: Binary): boolean;

  /** Gives the key a value, and a deadline or none. */
  abstract put(key: Binary, value: Value, expireAt?: number | null): void;

  /** False when there was no such key. */
  abstract delete(key: Binary): boolean;

  /** ms since 1970; null = never, or no such key. */
  abstract expireAt(key: Binary): number | null;

  /** False when there is no such key. A deadline that has passed deletes it. */
  abstract setExpireAt(key: Binary, expireAt: number | null): boolean;

  abstract keys(): Generator<Binary>;

  /** Takes away the keys whose deadline has passed, without a word of it: they end where they are put. */
  abstract takeExpired(): readonly TakenKey[];

  /** Puts such a key where there is none: nobody who waits for a change has seen one. */
  abstract putExpired(taken: TakenKey): void;

  abstract page(position: number, looked: number): { keys: Binary[]; next: number | null };

  /** Tells those who listen what has happened to a key: the name of the event, and a kind out of `keyEvents`. */
  abstract notify(kind: number, event: string, key: Binary): void;

  /** The value of a key that has to be of this type if it is there. */
  typed<T extends Value['type']>(key: Binary, type: T): ValueOf<T> | null {
    const value = this.get(key);
    if (value === null) return null;
    if (value.type !== type) throw new CommandError(errors.wrongType);
    return value as ValueOf<T>;
  }

  text(key: Binary): Binary | null {
    return this.typed(key, 'string')?.text ?? null;
  }

  /** Gives the key a value; its deadline stays. */
  replace(key: Binary, value: Value): void {
    this.put(key, value, this.expireAt(key));
  }

  /** A structure has been changed in place, or is a new one; an empty one is no longer there. */
  changed(key: Binary, value: Value, event?: string): void {
    const isEmpty = isEmptyValue(value);
    if (isEmpty) this.delete(key);
    else this.replace(key, value);
    if (event === undefined) return;
    this.notify(keyEvents[value.type], event, key);
    if (isEmpty) this.notify(keyEvents.generic, 'del', key);
  }

  /** What a command has made takes the place of what the key held, for all to hear; an empty one is not there. */
  store(key: Binary, value: Value, event: string): void {
    if (isEmptyValue(value)) this.remove(key);
    else {
      this.put(key, value);
      this.notify(keyEvents[value.type], event, key);
    }
  }

  /** Deletes for all to hear. */
  remove(key: Binary): boolean {
    const isThere = this.delete(key);
    if (isThere) this.notify(keyEvents.generic, 'del', key);
    return isThere;
  }

  /** Sets a deadline for all to hear. */
  expire(key: Binary, expireAt: number): void {
    if (!this.setExpireAt(key, expireAt)) return;
    const event = expireAt <= this.nowMs ? 'del' : 'expire';
    this.notify(keyEvents.generic, event, key);
  }

  /** Takes the deadline away, for all to hear. */
  persist(key: Binary): void {
    if (this.setExpireAt(key, null)) this.notify(keyEvents.generic, 'persist', key);
  }

  clear(): void {
    for (const key of [...this.keys()]) this.delete(key);
  }
}
