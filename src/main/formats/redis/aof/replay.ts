import type { ValueType } from '../../../../shared/codes.ts';
import type { RedisLog } from '../redis-log.ts';
import { type Binary, binaryOf, bytesOf } from '../value.ts';
import { applyCommand } from './apply.ts';
import { Call } from './command.ts';
import type { Keyspace, Slot, Touched } from './keyspace.ts';
import { type Command, nameOf } from './resp.ts';

/** Applies commands to the keys one by one, and appends what each one changed to the log. */
export class Replay {
  readonly #log: RedisLog;
  readonly #keys: Keyspace;
  #queued: Command[] | null = null;
  #multiAt = 0;
  /** Deadlines that the log does not tell, because they were relative. */
  unknownDeadlines = 0;
  /** Functions are loaded by commands, too. */
  readonly #onFunction: (args: readonly Buffer[]) => string | null;

  constructor(log: RedisLog, keys: Keyspace, onFunction: (args: readonly Buffer[]) => string | null) {
    this.#log = log;
    this.#keys = keys;
    this.#onFunction = onFunction;
  }

  /** Where the transaction began that has not ended; null outside of one. */
  get openTransactionAt(): number | null {
    return this.#queued ? this.#multiAt : null;
  }

  /** The commands of a transaction take effect with its end. */
  take(file: number, command: Command, timeMs: number | null): void {
    const name = nameOf(command);
    if (name === 'MULTI' && !this.#queued) {
      this.#queued = [command];
      this.#multiAt = command.offset;
      return;
    }
    if (this.#queued) {
      this.#queued.push(command);
      if (name !== 'EXEC' && name !== 'DISCARD') return;
    }
    const commands = this.#queued ?? [command];
    this.#queued = null;
    const offset = commands[0]?.offset ?? command.offset;
    this.#log.beginFrame({ file, offset, length: command.offset + command.length - offset, timeMs });
    for (const each of commands) this.#apply(file, each, name === 'DISCARD');
  }

  /** What a transaction had begun with does not count: it never ended. */
  dropTransaction(): void {
    this.#queued = null;
  }

  #apply(file: number, command: Command, discarded: boolean): void {
    const name = nameOf(command);
    if (discarded || name === 'MULTI' || name === 'EXEC') this.#appendOther(file, command);
    else if (name === 'SELECT') this.#select(file, command);
    else {
      const reason =
        name === 'FUNCTION' ? this.#onFunction(command.args) : applyCommand(name, this.#call(file, command));
      const touched = this.#keys.takeTouched();
      if (reason !== null) this.#appendDamage(file, command, reason);
      else if (touched.length === 0) this.#appendOther(file, command);
      else for (const each of touched) this.#appendChange(file, command, each);
    }
  }

  #select(file: number, command: Command): void {
    const db = Number(binaryOf(command.args[1] ?? Buffer.alloc(0)));
    if (!Number.isInteger(db) || db < 0) {
      this.#appendDamage(file, command, 'it selects no database');
      return;
    }
    this.#keys.db = db;
    this.#appendOther(file, command);
  }

  #call(file: number, command: Command): Call {
    return new Call({
      keys: this.#keys,
      args: command.args,
      // A string stays where it is, however short: a place takes less memory than a buffer.
      stored: (index) => ({
        type: 'stored',
        file,
        offset: command.offsets[index] ?? 0,
        length: command.args[index]?.length ?? 0,
      }),
      unknownDeadline: () => {
        this.unknownDeadlines++;
      },
    });
  }

  #appendChange(file: number, command: Command, { db, key, existed }: Touched): void {
    const slot = this.#keys.slot(key, db);
    if (!slot && !existed) return;
    const { valueOffset, bytes } = contentOf(command, key);
    this.#log.append({
      ...placeOf(file, command),
      op: slot ? 'set' : 'delete',
      type: slot ? this.#typeOf(slot.value) : 'string',
      db,
      key: bytesOf(key),
      valueOffset,
      valueLength: slot ? this.#sizeOf(slot.value, bytes) : 0,
      expireAt: slot?.expireAt ?? null,
    });
  }

  #typeOf(value: Slot['value']): ValueType {
    if (value.type === 'stored') return 'string';
    return value.type === 'rdb' ? this.#log.table.record(value.index).type : value.type;
  }

  /** Of strings their own length; structures count what the command brought. */
  #sizeOf(value: Slot['value'], bytes: number): number {
    if (value.type === 'stored') return value.length;
    if (value.type === 'rdb') return this.#log.table.record(value.index).valueLength;
    return value.type === 'string' ? value.bytes.length : bytes;
  }

  #appendOther(file: number, command: Command): void {
    const end = command.offset + command.length;
    const place = placeOf(file, command);
    this.#log.append({
      ...place,
      op: 'other',
      type: 'string',
      key: noKey,
      valueOffset: end,
      valueLength: 0,
      expireAt: null,
    });
  }

  #appendDamage(file: number, command: Command, reason: string): void {
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

const noKey = Buffer.alloc(0);

function placeOf(file: number, { offset, length, offsets }: Command) {
  return { file, offset, length, headerLength: Math.min(255, (offsets[0] ?? offset) - offset) };
}

/** What stands behind the key in the command: the value, or what changes it. */
function contentOf(command: Command, key: Binary): { valueOffset: number; bytes: number } {
  const end = command.offset + command.length;
  const at = command.args.findIndex((arg, index) => index > 0 && binaryOf(arg) === key);
  const next = command.offsets[at + 1];
  return {
    valueOffset: at < 0 || next === undefined ? end : next,
    bytes: at < 0 || next === undefined ? 0 : end - next,
  };
}
