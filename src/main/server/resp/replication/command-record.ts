import { encodeWords } from '../../../formats/redis/aof/encode-command.ts';
import type { Told } from '../../../formats/redis/commands/command.ts';
import { orderedFields } from '../../../formats/redis/commands/fields.ts';
import type { Binary } from '../../../formats/redis/value.ts';
import type { Slot } from '../keyspace/slot.ts';
import { joinFrom, type ToldCommand } from './told-command.ts';
import { ToldCommit } from './told-commit.ts';

/** Of one turn. What is longer is told by what it has changed. */
const maxTurnBytes = 64 * 1024 * 1024;

/** Hears of what is gathered here. */
export interface RecordTarget {
  /** A commit begins; in the order of the log. */
  onCommit(commit: ToldCommit): void;
  /** The store is about to delete keys whose deadline has passed; `turn` counts up. */
  onExpiring(keys: readonly Uint8Array[], turn: number): void;
}

/**
 * The commands of a turn as replicas are told them: those that have changed something, in the words that they give
 * themselves. What has changed otherwise than by a command, or in a way that commands cannot tell, makes the commit one
 * of which the commands are not known; its keys are told instead.
 */
export class CommandRecord implements Told {
  #target: RecordTarget | null = null;
  #commands: ToldCommand[] = [];
  #bytes = 0;
  #isKnown = true;
  /** Of the store's own expiry, so far, and when the first command of the turn was run. */
  #expiries = 0;
  #expiriesAtFirst: number | null = null;
  /** Changes that no command has answered for yet. */
  #changes = 0;
  /** Of the command that is run: its database, its own words, and those it is told in. */
  #db = 0;
  #words: readonly Binary[] | null = null;
  #others: (readonly Binary[])[] | null = null;
  #isAlwaysTold = false;
  /** Commits on their way, in the order of the log. */
  #onTheirWay: ToldCommit[] = [];

  get isOn(): boolean {
    return this.#target !== null;
  }

  /** Whether there is something to tell beside changes of keys. */
  get hasCommands(): boolean {
    return this.#commands.length > 0;
  }

  /** What is run from now on is told. Returns the commits on their way, whose commands are not known. */
  begin(target: RecordTarget, hasChanges: boolean): readonly ToldCommit[] {
    this.#target = target;
    this.#isKnown = !hasChanges;
    // The command that is run now is none that could be told.
    this.#words = null;
    this.#others = null;
    this.#isAlwaysTold = false;
    return this.#onTheirWay;
  }

  stop(): void {
    this.#target = null;
    this.#clear();
  }

  /** What has been run and is not in the log yet is told by its keys. */
  withdraw(): void {
    if (this.#commands.length > 0) this.#isKnown = false;
    for (const commit of this.#onTheirWay) if (!commit.isSettled) commit.commands = null;
  }

  /** `words` = null when the command has none that could be told. */
  runs(db: number, words: readonly Binary[] | null): void {
    if (this.#target === null) return;
    this.#answerForNone();
    this.#db = db;
    this.#words = words;
    this.#others = null;
    this.#isAlwaysTold = false;
  }

  /** The command is over. One that has failed may have done half of it. */
  ran(hasFailed: boolean): void {
    if (this.#target === null) return;
    const isTold = this.#changes > 0 || this.#isAlwaysTold;
    this.#changes = 0;
    this.#isAlwaysTold = false;
    const told = this.#others ?? (this.#words === null ? null : [this.#words]);
    this.#words = null;
    this.#others = null;
    if (!isTold) return;
    if (hasFailed || told === null) this.#isKnown = false;
    else for (const words of told) this.#tell(this.#db, encodeWords(words));
  }

  as(...words: readonly Binary[]): void {
    if (this.#target === null) return;
    this.#others ??= [];
    this.#others.push(words);
  }

  otherwise(): void {
    if (this.#target !== null) this.#others ??= [];
  }

  always(): void {
    this.#isAlwaysTold = true;
  }

  /** A command that went the short way has changed one key; `bytes` are its request. */
  ranQuick(db: number, bytes: Uint8Array): void {
    this.#changes--;
    this.#answerForNone();
    this.#tell(db, Buffer.from(bytes));
  }

  /** Where what is told next will stand. */
  get end(): number {
    return this.#commands.length;
  }

  /** What has been told since then belongs together: several commands become a transaction. */
  join(from: number): void {
    if (this.#target !== null) joinFrom(this.#commands, from);
  }

  changed({ value }: Slot): void {
    if (this.#target === null) return;
    this.#expiriesAtFirst ??= this.#expiries;
    this.#changes++;
    // Fields that come to their end are told by nobody.
    if (value?.type === 'hash' && orderedFields(value.fields).expiring > 0) this.#isKnown = false;
  }

  /** A key has been met whose deadline has passed; it is gone now. */
  expired(db: number, key: Binary): void {
    if (this.#target !== null) this.#tell(db, encodeWords(['DEL', key]));
  }

  expiring(keys: readonly Uint8Array[]): void {
    this.#expiries++;
    this.#target?.onExpiring(keys, this.#expiries);
  }

  /** All of it goes into one commit. */
  take(noticedSeq: number): ToldCommit {
    this.#answerForNone();
    const commands = this.#target !== null && this.#isKnown ? this.#commands : null;
    const expiries = this.#expiriesAtFirst ?? this.#expiries;
    const commit = new ToldCommit({ commands, bytes: this.#bytes, expiries, noticedSeq });
    this.#clear();
    if (this.#onTheirWay.some(({ isSettled }) => isSettled))
      this.#onTheirWay = this.#onTheirWay.filter(({ isSettled }) => !isSettled);
    this.#onTheirWay.push(commit);
    this.#target?.onCommit(commit);
    return commit;
  }

  /** What was done in this turn is gone again. */
  forget(): void {
    this.#clear();
  }

  #answerForNone(): void {
    if (this.#changes > 0) this.#isKnown = false;
    this.#changes = 0;
  }

  #tell(db: number, bytes: Buffer): void {
    this.#expiriesAtFirst ??= this.#expiries;
    this.#bytes += bytes.length;
    if (this.#bytes > maxTurnBytes) {
      this.#isKnown = false;
      this.#commands = [];
    }
    if (this.#isKnown) this.#commands.push({ db, bytes });
  }

  #clear(): void {
    this.#commands = [];
    this.#bytes = 0;
    this.#isKnown = true;
    this.#changes = 0;
    this.#expiriesAtFirst = null;
  }
}
