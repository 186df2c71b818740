import type { ClientState } from './clients/client-state.ts';
import type { Command } from './commands/command.ts';
import type { RespContext } from './context.ts';
import type { Keyspace } from './keyspace/keyspace.ts';
import { nowhere, type Slot } from './keyspace/slot.ts';
import { hasPlace } from './keyspace/slot-cache.ts';
import { maxFetched } from './keyspace/slot-table.ts';
import type { AnswerBuffer } from './protocol/answer-buffer.ts';
import { ShortCommands } from './protocol/short-commands.ts';

/** Fewer keys are in the processor's cache anyway. */
const fetchFrom = 8192;

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
  readonly #ahead = new ShortCommands(maxFetched);
  /** Of their keys, in the database `#db`. */
  readonly #hashes = new Int32Array(maxFetched);
  #db = 0;
  /** The first of them that has not been run. */
  #next = 0;

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
    const ahead = this.#ahead;
    this.#next = this.#nextAt(client.db, bytes, at);
    let from = at;
    while (answers.length <= maxAnswerBytes) {
      if (this.#next === ahead.count && !this.#readAhead(client.db, bytes, from)) break;
      const end = ahead.ends[this.#next] as number;
      if (!this.#command(client, this.#next, answers)) break;
      from = end;
      // A set may have woken someone whose requests came this way meanwhile: then it is to be read again.
      this.#next = this.#nextAt(client.db, bytes, from);
    }
    if (from === bytes.length) ahead.forget();
    return from;
  }

  /** Which of the commands that were read ahead begins at `at`; `count` when none does, or when others were read. */
  #nextAt(db: number, bytes: Buffer, at: number): number {
    const ahead = this.#ahead;
    if (bytes === ahead.bytes && db === this.#db)
      for (let index = this.#next; index <= this.#next + 1 && index < ahead.count; index++)
        if (ahead.at(index) === at) return index;
    return ahead.count;
  }

  /** False when what begins at `at` is not for this way. Looks ahead for the keys of the commands that came together. */
  #readAhead(db: number, bytes: Buffer, at: number): boolean {
    const ahead = this.#ahead;
    const { cache } = this.#keyspace;
    ahead.read(bytes, at);
    this.#db = db;
    this.#next = 0;
    const { count, view, keyStarts, keyLengths } = ahead;
    for (let i = 0; i < count; i++)
      this.#hashes[i] = cache.hashIn(db, view, keyStarts[i] as number, keyLengths[i] as number);
    if (count > 1 && cache.size >= fetchFrom) cache.fetch(this.#hashes, count);
    return count > 0;
  }

  /** False when it was not taken. */
  #command(client: ClientState, index: number, answers: AnswerBuffer): boolean {
    if (this.#ahead.valueStarts[index] === -1) return this.#get(client, index, answers);
    return this.#set(client, index, answers);
  }

  #slotOf(db: number, index: number): Slot | undefined {
    const { view, keyStarts, keyLengths } = this.#ahead;
    const hash = this.#hashes[index] as number;
    return this.#keyspace.cache.getHashed(
      hash,
      db,
      view,
      keyStarts[index] as number,
      keyLengths[index] as number,
    );
  }

  #get(client: ClientState, index: number, answers: AnswerBuffer): boolean {
    const keyspace = this.#keyspace;
    const slot = this.#slotOf(client.db, index);
    if (slot === undefined || slot.place === nowhere) return false;
    if (slot.expireAt !== null && slot.expireAt <= keyspace.nowMs) return false;
    const began = this.#runs(client, this.#getCommand);
    this.#context.stats.hits++;
    keyspace.used(slot);
    answers.bulk(keyspace.cache.viewOf(slot), keyspace.cache.startOf(slot), slot.length);
    if (began !== 0) this.#took(this.#getCommand, began);
    return true;
  }

  #set(client: ClientState, index: number, answers: AnswerBuffer): boolean {
    const { bytes, view, keyLengths, valueStarts, valueLengths, ends } = this.#ahead;
    const length = valueLengths[index] as number;
    if (!hasPlace(keyLengths[index] as number, length)) return false;
    const slot = this.#slotOf(client.db, index) ?? this.#newSlot(client.db, index);
    const began = this.#runs(client, this.#setCommand);
    this.#keyspace.setBytes(slot, view, valueStarts[index] as number, length);
    const { record } = this.#keyspace;
    if (record.isOn) record.ranQuick(client.db, bytes.subarray(this.#ahead.at(index), ends[index]));
    this.#context.blocking.serve();
    answers.ok();
    if (began !== 0) this.#took(this.#setCommand, began);
    return true;
  }

  #newSlot(db: number, index: number): Slot {
    const { bytes, keyStarts, keyLengths } = this.#ahead;
    const start = keyStarts[index] as number;
    const key = bytes.toString('latin1', start, start + (keyLengths[index] as number));
    return this.#keyspace.slotToWrite(db, key);
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
}
