import type { ClientState } from './clients/client-state.ts';
import type { Command } from './commands/command.ts';
import type { RespContext } from './context.ts';
import type { Keyspace } from './keyspace/keyspace.ts';
import { nowhere, type Slot } from './keyspace/slot.ts';
import { hasPlace } from './keyspace/slot-cache.ts';
import { maxFetched } from './keyspace/slot-table.ts';
import type { AnswerBuffer } from './protocol/answer-buffer.ts';

const star = 42;
const dollar = 36;
const carriageReturn = 13;
const zero = 48;
/** Longer lengths than of so many digits are left to others. */
const maxDigits = 4;
/** Fewer keys are in the processor's cache anyway. */
const fetchFrom = 8192;
/** The letters of a word as one number, in lower case. */
const wordOf = (word: string): number =>
  (word.charCodeAt(0) << 16) | (word.charCodeAt(1) << 8) | word.charCodeAt(2);
const get = wordOf('get');
const set = wordOf('set');
const lowerCase = 0x202020;
/** `*2`, `$3` and a word of three letters, with the ends of their lines. */
const headBytes = 13;

/**
 * A short way for what servers are asked most: GET and SET of a short string, with no options. It goes from the bytes of
 * the request to the bytes of the answer without an object or a text for either, which costs more than all else that
 * such a command does. Whatever is unusual about the request, the key, the client or the server is not taken, and goes
 * the general way, whose answers and effects are the same; the spec compares the two.
 */
export class QuickLane {
  readonly #context: RespContext;
  readonly #keyspace: Keyspace;
  /** Whether someone is told of each command. */
  readonly #isWatched: () => boolean;
  readonly #getCommand: Command;
  readonly #setCommand: Command;
  readonly #hashes = new Int32Array(maxFetched);
  /** Where the argument read last begins, and how long it is. */
  #start = 0;
  #length = 0;

  constructor(context: RespContext, isWatched: () => boolean) {
    this.#context = context;
    this.#keyspace = context.keyspace;
    this.#isWatched = isWatched;
    this.#getCommand = context.commands.get('get') as Command;
    this.#setCommand = context.commands.get('set') as Command;
  }

  /** Whether the client's requests may go this way, as things stand; any other command can change it. */
  isOpen(client: ClientState): boolean {
    const { config, store, pause, tracking } = this.#context;
    return (
      pause.mode === null &&
      tracking.count === 0 &&
      this.#keyspace.events.told === 0 &&
      client.queue === null &&
      client.isAuthenticated &&
      client.replyMode === 'on' &&
      !client.isInPubSubMode &&
      config.maxMemoryBytes === 0 &&
      !config.notesFastCommands &&
      !this.#isWatched() &&
      !store.readOnly
    );
  }

  /**
   * Runs the commands from bytes[at] on, until one is not for this way or so much waits for the client. Returns where
   * the first of those begins that were not run.
   */
  run(client: ClientState, bytes: Buffer, at: number, answers: AnswerBuffer, maxAnswerBytes: number): number {
    let from = at;
    let isFetched = this.#keyspace.cache.size < fetchFrom;
    while (answers.length <= maxAnswerBytes) {
      const end = this.#command(client, bytes, from, answers);
      if (end < 0) break;
      from = end;
      if (isFetched || from >= bytes.length) continue;
      this.#fetch(client.db, bytes, from);
      isFetched = true;
    }
    return from;
  }

  /** Looks ahead for the keys of the commands that have come together. */
  #fetch(db: number, bytes: Buffer, at: number): void {
    const { cache } = this.#keyspace;
    let count = 0;
    for (let from = at; count < maxFetched && from + headBytes < bytes.length; ) {
      const hasValue = bytes[from + 1] === zero + 3;
      const keyEnd = this.#argument(bytes, from + headBytes);
      if (keyEnd < 0) break;
      this.#hashes[count++] = cache.hashOfBytes(db, bytes, this.#start, this.#length);
      from = hasValue ? this.#argument(bytes, keyEnd) : keyEnd;
      if (from < 0) break;
    }
    if (count > 1) cache.fetch(this.#hashes, count);
  }

  /** Where the command ends; -1 when it was not taken. */
  #command(client: ClientState, bytes: Buffer, at: number, answers: AnswerBuffer): number {
    if (at + headBytes >= bytes.length || bytes[at] !== star || bytes[at + 4] !== dollar) return -1;
    if (bytes[at + 2] !== carriageReturn || bytes[at + 5] !== zero + 3 || bytes[at + 6] !== carriageReturn)
      return -1;
    const word =
      ((bytes[at + 8] as number) << 16) | ((bytes[at + 9] as number) << 8) | (bytes[at + 10] as number);
    const count = (bytes[at + 1] as number) - zero;
    if ((word | lowerCase) === get && count === 2) return this.#get(client, bytes, at + headBytes, answers);
    if ((word | lowerCase) === set && count === 3) return this.#set(client, bytes, at + headBytes, answers);
    return -1;
  }

  #get(client: ClientState, bytes: Buffer, at: number, answers: AnswerBuffer): number {
    const end = this.#argument(bytes, at);
    if (end < 0) return -1;
    const keyspace = this.#keyspace;
    const slot = keyspace.cache.getBytes(client.db, bytes, this.#start, this.#length);
    if (slot === undefined || slot.place === nowhere) return -1;
    if (slot.expireAt !== null && slot.expireAt <= keyspace.nowMs) return -1;
    const began = this.#runs(client, this.#getCommand);
    this.#context.stats.hits++;
    keyspace.used(slot);
    answers.bulk(keyspace.cache.bytesOf(slot), keyspace.cache.startOf(slot), slot.length);
    if (began !== 0) this.#took(this.#getCommand, began);
    return end;
  }

  #set(client: ClientState, bytes: Buffer, at: number, answers: AnswerBuffer): number {
    const valueAt = this.#argument(bytes, at);
    if (valueAt < 0) return -1;
    const keyStart = this.#start;
    const keyLength = this.#length;
    const end = this.#argument(bytes, valueAt);
    if (end < 0 || !hasPlace(keyLength, this.#length)) return -1;
    const slot = this.#slotToWrite(client.db, bytes, keyStart, keyLength);
    const began = this.#runs(client, this.#setCommand);
    this.#keyspace.setBytes(slot, bytes, this.#start, this.#length);
    const { record } = this.#keyspace;
    if (record.isOn) record.ranQuick(client.db, bytes.subarray(at - headBytes, end));
    this.#context.blocking.serve();
    answers.ok();
    if (began !== 0) this.#took(this.#setCommand, began);
    return end;
  }

  #slotToWrite(db: number, bytes: Buffer, start: number, length: number): Slot {
    const keyspace = this.#keyspace;
    const known = keyspace.cache.getBytes(db, bytes, start, length);
    if (known !== undefined) return known;
    return keyspace.slotToWrite(db, bytes.toString('latin1', start, start + length));
  }

  /** Counts what the general way counts of a command. Returns when it began if it is one of those that are timed, or 0. */
  #runs(client: ClientState, command: Command): number {
    const { stats } = this.#context;
    stats.commands++;
    client.lastCommand = command.fullName;
    const own = stats.of(command);
    const began = own.isToBeTimed ? performance.now() : 0;
    own.calls++;
    return began;
  }

  #took(command: Command, began: number): void {
    const { stats, config } = this.#context;
    stats.of(command).took((performance.now() - began) * 1000, config.tracksLatency);
  }

  /** Finds the string whose head begins at bytes[at]. Returns where it ends; -1 when it is not all there, or unusual. */
  #argument(bytes: Buffer, at: number): number {
    if (bytes[at] !== dollar) return -1;
    let length = 0;
    let digitAt = at + 1;
    for (; digitAt <= at + maxDigits; digitAt++) {
      const digit = (bytes[digitAt] as number) - zero;
      if (!(digit >= 0 && digit <= 9)) break;
      length = 10 * length + digit;
    }
    if (digitAt === at + 1 || bytes[digitAt] !== carriageReturn) return -1;
    const end = digitAt + 2 + length + 2;
    if (end > bytes.length) return -1;
    this.#start = digitAt + 2;
    this.#length = length;
    return end;
  }
}
