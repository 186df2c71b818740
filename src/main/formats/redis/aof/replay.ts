import type { ValueType } from '../../../../shared/codes.ts';
import { Column } from '../../log/column.ts';
import type { RedisLog } from '../redis-log.ts';
import { applyCommand } from './apply.ts';
import { Call } from './command.ts';
import type { CommandInFile } from './command-in-file.ts';
import type { CommandReader } from './command-reader.ts';
import type { Keyspace, Slot } from './keyspace.ts';
import { isScriptCommand, runsScript, ScriptReplay } from './scripts/script-replay.ts';

/** The number of a database has no more digits. */
const maxDatabaseBytes = 20;

/** Applies commands to the keys one by one, and appends what each one changed to the log. */
export class Replay {
  readonly #log: RedisLog;
  readonly #keys: Keyspace;
  readonly #scripts: ScriptReplay;
  /** Where the commands of a transaction begin that has not ended. */
  #queued: Column | null = null;
  /** Deadlines that the log does not tell, because they were relative. */
  unknownDeadlines = 0;
  /** Functions are loaded by commands, too. */
  readonly #onFunction: (args: readonly Buffer[]) => string | null;

  constructor(
    log: RedisLog,
    keys: Keyspace,
    onFunction: (args: readonly Buffer[]) => string | null,
    { scriptsOnCopies }: { scriptsOnCopies: boolean },
  ) {
    this.#log = log;
    this.#keys = keys;
    this.#scripts = new ScriptReplay(keys, scriptsOnCopies);
    this.#onFunction = onFunction;
  }

  /** Where the transaction began that has not ended; null outside of one. */
  get openTransactionAt(): number | null {
    return this.#queued ? this.#queued.get(0) : null;
  }

  /**
   * The commands of a transaction take effect with its end: they are read again then. A promise where a script is the
   * first to need Lua: then nothing has been taken before it resolves.
   */
  take(file: number, reader: CommandReader, timeMs: number | null): Promise<void> | undefined {
    const { name, offset, end } = reader.command;
    if (runsScript(name) && !this.#scripts.isReady)
      return this.#scripts.prepare().then(() => this.take(file, reader, timeMs));
    if (name === 'MULTI' && !this.#queued) this.#queued = new Column();
    this.#queued?.push(offset);
    if (this.#queued && name !== 'EXEC' && name !== 'DISCARD') return undefined;
    const queued = this.#queued;
    this.#queued = null;
    const start = queued?.get(0) ?? offset;
    this.#log.beginFrame({ file, offset: start, length: end - start, timeMs });
    if (queued === null) this.#apply(file, reader.command, name === 'DISCARD', name !== 'EXEC');
    for (let at = 0; at < (queued?.length ?? 0); at++) {
      const command = reader.again(queued?.get(at) ?? start);
      this.#apply(file, command, name === 'DISCARD', at === 0 || command.name !== 'MULTI');
    }
    return undefined;
  }

  /** What a transaction had begun with does not count: it never ended. */
  dropTransaction(): void {
    this.#queued = null;
  }

  /** `isInPlace`: a transaction begins outside of any, and ends one: no server writes it otherwise. */
  #apply(file: number, command: CommandInFile, discarded: boolean, isInPlace: boolean): void {
    const { name } = command;
    if (!isInPlace) this.#appendDamage(file, command, misplaced[name as 'EXEC' | 'MULTI']);
    else if (discarded || name === 'MULTI' || name === 'EXEC') this.#appendOther(file, command);
    else if (name === 'SELECT') this.#select(file, command);
    else {
      const reason = this.#reasonOf(name, command);
      const { touched } = this.#keys;
      if (reason !== null) this.#appendDamage(file, command, reason);
      else if (touched.count === 0) this.#appendOther(file, command);
      else this.#appendChanges(file, command);
      this.#keys.endCommand();
    }
  }

  /** Applies a command; why it cannot be, or null. */
  #reasonOf(name: string, command: CommandInFile): string | null {
    if (name === 'FUNCTION') return this.#onFunction(command.args());
    if (!isScriptCommand(name)) return applyCommand(name, this.#call(command));
    const { reason, unknownDeadlines } = this.#scripts.apply(name, command, this.unknownDeadlines > 0);
    this.unknownDeadlines += unknownDeadlines;
    return reason;
  }

  #select(file: number, command: CommandInFile): void {
    const db = command.lengthOf(1) > maxDatabaseBytes ? Number.NaN : Number(command.binary(1));
    if (!Number.isInteger(db) || db < 0) {
      this.#appendDamage(file, command, 'it selects no database');
      return;
    }
    this.#keys.db = db;
    this.#appendOther(file, command);
  }

  #call(command: CommandInFile): Call {
    return new Call({
      keys: this.#keys,
      command,
      unknownDeadline: () => {
        this.unknownDeadlines++;
      },
    });
  }

  #appendChanges(file: number, command: CommandInFile): void {
    const { touched } = this.#keys;
    const content = new KeyContent(command);
    for (let at = 0; at < touched.count; at++) this.#appendChange(file, command, content, at);
  }

  #appendChange(file: number, command: CommandInFile, content: KeyContent, at: number): void {
    const id = this.#keys.touched.id(at);
    const slot = this.#keys.slotOf(id);
    if (!slot && !this.#keys.touched.existed(at)) return;
    const key = this.#log.table.keys.key(id);
    const offset = content.after(key);
    const index = this.#log.append({
      file,
      offset: command.offset,
      length: command.length,
      headerLength: headerLengthOf(command),
      op: slot ? 'set' : 'delete',
      type: slot ? this.#typeOf(slot.value) : 'string',
      db: this.#log.table.keys.db(id),
      key,
      valueOffset: slot?.value.type === 'stored' ? slot.value.offset : offset,
      valueLength: slot ? this.#sizeOf(slot.value, command.end - offset) : 0,
      expireAt: slot?.expireAt ?? null,
    });
    this.#keys.settle(id, index);
  }

  #typeOf(value: Slot['value']): ValueType {
    if (value.type === 'stored') return 'string';
    return value.type === 'record' ? this.#log.table.record(value.index).type : value.type;
  }

  /** Of strings their own length; structures count what the command brought. */
  #sizeOf(value: Slot['value'], bytes: number): number {
    if (value.type === 'stored') return value.length;
    if (value.type === 'record') return this.#log.table.record(value.index).valueLength;
    return value.type === 'string' ? value.bytes.length : bytes;
  }

  #appendOther(file: number, command: CommandInFile): void {
    const place = placeOf(file, command);
    this.#log.append({
      ...place,
      op: 'other',
      type: 'string',
      key: noKey,
      valueOffset: command.end,
      valueLength: 0,
      expireAt: null,
    });
  }

  #appendDamage(file: number, command: CommandInFile, reason: string): void {
    const place = placeOf(file, command);
    const name = this.#log.files[file]?.name ?? '';
    this.#log.take('corrupt', { file: name, offset: command.offset, length: command.length, reason });
    const valueOffset = command.offset;
    this.#log.append({
      ...place,
      op: 'unknown',
      type: 'string',
      key: noKey,
      valueOffset,
      valueLength: command.length,
      expireAt: null,
      status: 'damaged',
    });
  }
}

const misplaced = {
  EXEC: 'a transaction ends here, and its MULTI is missing',
  MULTI: 'a transaction begins here within another, whose EXEC is missing',
} as const;

const noKey = Buffer.alloc(0);

function placeOf(file: number, command: CommandInFile) {
  return { file, offset: command.offset, length: command.length, headerLength: headerLengthOf(command) };
}

const headerLengthOf = (command: CommandInFile) => Math.min(255, command.offsetOf(0) - command.offset);

/** Finds what stands behind keys in a command: their values, or what changes them. */
class KeyContent {
  readonly #command: CommandInFile;
  /** Keys are asked for in the order in which they stand there, or nearly so. */
  #from = 1;

  constructor(command: CommandInFile) {
    this.#command = command;
  }

  /** The offset behind the key; the command's end where the key is not among its arguments, or the last of them. */
  after(key: Uint8Array): number {
    const { count } = this.#command;
    for (let tried = 1; tried < count; tried++) {
      const index = this.#from;
      this.#from = index + 1 < count ? index + 1 : 1;
      if (this.#command.isArg(index, key)) return this.#command.offsetOf(index + 1);
    }
    return this.#command.end;
  }
}
