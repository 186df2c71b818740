import type { ValueType } from '../../../../shared/codes.ts';
import { isEmpty, type RedisValue } from '../value.ts';
import { type ByteInput, RdbFault } from './byte-input.ts';
import { decodeValue } from './decode-value.ts';
import { readTemplate } from './hash-template.ts';
import { readCount, readMilliseconds, readString, skipString } from './primitives.ts';
import { libraryOf, type RdbInfo } from './rdb-info.ts';
import { skipKeyMetadata, skipModule, skipValue } from './skip-value.ts';
import { opcodes, rdbTypes, valueTypeOfRdb } from './types.ts';

/** A key's record, from what stands before its type to the end of its value. */
export interface RdbRecord {
  kind: 'key' | 'empty' | 'other';
  offset: number;
  length: number;
  /** Up to and with the byte of the type. */
  headerLength: number;
  db: number;
  key: Buffer;
  type: ValueType;
  valueOffset: number;
  valueLength: number;
  expireAt: number | null;
  /** Why its value cannot be decoded, though its length could be told; null = it can, or has not been tried. */
  damage: string | null;
}

/** Structures up to this are looked into for being empty: what is longer holds something, and a stream need not. Bytes. */
const maxEmptyBytes = 40;
const maxAuxBytes = 1024;

/** Hashes whose fields have deadlines: the key is gone when all of its fields are. */
const expiringHashes: ReadonlySet<number> = new Set([
  rdbTypes.hashMetadataEarly,
  rdbTypes.hashListpackEarly,
  rdbTypes.hashMetadata,
  rdbTypes.hashListpackEx,
]);

/** Walks an RDB from its first byte to the mark of its end; what comes between is yielded in order. */
export class RdbWalk {
  readonly info: RdbInfo;
  /** Decode every value, and not only those that have to be: without a checksum nothing else would tell damage. */
  readonly deep: boolean;
  readonly #input: ByteInput;
  readonly #onKeyCount: (count: number) => void;
  #db = 0;

  /**
   * Reads the first nine bytes; throws an `RdbFault` when they begin no RDB. `onKeyCount` is told how many keys a database
   * is said to have, which nothing proves.
   */
  constructor(
    input: ByteInput,
    options: { deep: boolean; checksum: RdbInfo['checksum']; onKeyCount: (count: number) => void },
  ) {
    this.#input = input;
    this.#onKeyCount = options.onKeyCount;
    const head = input.view(9).toString('latin1');
    const version = /^REDIS(\d{4})$/.exec(head)?.[1] ?? /^VALKEY(\d{3})$/.exec(head)?.[1];
    if (version === undefined || Number(version) === 0)
      throw input.fault('no RDB begins like this', input.offset - 9);
    const valkey = head.startsWith('VALKEY');
    const { deep, checksum } = options;
    this.info = {
      version: Number(version),
      valkey,
      writer: null,
      end: 0,
      checksum,
      libraries: [],
      templates: new Map(),
    };
    this.deep = deep || this.info.version < 5;
    input.strict = this.deep;
  }

  /** Where what is read now begins: the place of a fault is told by it. */
  at = 0;

  /** The next record; null at the end, when the offset is behind the mark of the end. */
  next(): RdbRecord | null {
    const input = this.#input;
    this.at = input.offset;
    let expireAt: number | null = null;
    for (;;) {
      const opcode = input.byte();
      if (opcode === opcodes.end) return null;
      if (opcode === opcodes.expireMs) expireAt = readMilliseconds(input);
      else if (opcode === opcodes.expireSeconds) expireAt = input.view(4).readInt32LE() * 1000;
      else if (opcode === opcodes.frequency) input.skip(1);
      else if (opcode === opcodes.idle) readCount(input);
      else if (opcode === opcodes.keyMetadata && !this.info.valkey) skipKeyMetadata(input);
      else if (valueTypeOfRdb(opcode) !== undefined) return this.#readKey(opcode, expireAt);
      else {
        const library = this.#readOther(opcode);
        if (library) return library;
        this.at = input.offset;
      }
    }
  }

  #readKey(type: number, expireAt: number | null): RdbRecord {
    const input = this.#input;
    const headerLength = input.offset - this.at;
    if (type === rdbTypes.string) this.#refuseZeros();
    const key = readString(input);
    const valueAt = input.offset;
    const { length, contentAt } = skipValue(input, type, this.info);
    const record: RdbRecord = {
      kind: 'key',
      offset: this.at,
      length: input.offset - this.at,
      headerLength,
      db: this.#db,
      key,
      type: valueTypeOfRdb(type) as ValueType,
      valueOffset: contentAt ?? valueAt,
      valueLength: length,
      expireAt: expireAt === null ? null : Math.max(0, expireAt),
      damage: null,
    };
    const { type: kind } = record;
    const mayBeEmpty = kind !== 'string' && kind !== 'stream' && input.offset - valueAt <= maxEmptyBytes;
    const looked = this.deep || expiringHashes.has(type) || mayBeEmpty;
    return looked && kind !== 'module' ? this.#lookInto(record, type, valueAt) : record;
  }

  #lookInto(record: RdbRecord, type: number, valueAt: number): RdbRecord {
    const input = this.#input;
    const end = input.offset;
    input.back(end - valueAt);
    try {
      const value = decodeValue(input, type, this.info);
      if (isEmpty(value)) return { ...record, kind: 'empty' };
      return { ...record, expireAt: earlier(record.expireAt, goneAt(value)) };
    } catch (fault) {
      if (!(fault instanceof RdbFault)) throw fault;
      return { ...record, damage: fault.message };
    } finally {
      input.back(input.offset - end);
    }
  }

  /** What stands between keys. A library of functions, or what a module keeps beside its values, is a record. */
  #readOther(opcode: number): RdbRecord | null {
    const input = this.#input;
    if (opcode === opcodes.selectDb) this.#db = readCount(input);
    else if (opcode === opcodes.resizeDb) {
      this.#onKeyCount(readCount(input));
      readCount(input);
    } else if (opcode === opcodes.slotInfo) for (let i = 0; i < 3; i++) readCount(input);
    else if (opcode === opcodes.slotImport && this.info.valkey) this.#skipSlotImport();
    else if (opcode === opcodes.hashTemplate && !this.info.valkey) this.#readTemplate();
    else if (opcode === opcodes.aux) this.#readAux();
    else if (opcode === opcodes.moduleAux) return this.#other(() => skipModule(input));
    else if (opcode === opcodes.function2)
      return this.#other(() => this.info.libraries.push(libraryOf(readString(input))));
    else if (opcode === opcodes.functionEarly) return this.#other(() => this.#readEarlyLibrary());
    else throw input.fault(`no value has type ${opcode}`, input.offset - 1);
    return null;
  }

  #skipSlotImport(): void {
    skipString(this.#input);
    for (let left = readCount(this.#input) * 2; left > 0; left--) readCount(this.#input);
  }

  #readTemplate(): void {
    const { id, names } = readTemplate(this.#input);
    this.info.templates.set(id, names);
  }

  #readAux(): void {
    const name = readString(this.#input).toString('latin1');
    const value = readString(this.#input);
    const isWriter = name === 'redis-ver' || name === 'valkey-ver';
    if (isWriter && value.length <= maxAuxBytes) this.info.writer = value.toString('latin1');
  }

  /** As release candidates of 7.0 wrote them: name, engine, whether there is a description, and the code. */
  #readEarlyLibrary(): void {
    const name = readString(this.#input).toString();
    const engine = readString(this.#input).toString();
    if (readCount(this.#input) !== 0) skipString(this.#input);
    this.info.libraries.push({ name, engine, code: readString(this.#input) });
  }

  #other(read: () => void): RdbRecord {
    const input = this.#input;
    const start = this.at;
    const headerLength = input.offset - start;
    read();
    const valueOffset = start + headerLength;
    return {
      kind: 'other',
      offset: start,
      length: input.offset - start,
      headerLength,
      db: 0,
      key: Buffer.alloc(0),
      type: 'string',
      valueOffset,
      valueLength: input.offset - valueOffset,
      expireAt: null,
      damage: null,
    };
  }

  /** Zeros would be read as an endless row of empty strings under the empty key. */
  #refuseZeros(): void {
    const input = this.#input;
    const length = Math.min(64, input.left);
    if (length < 3) return;
    const isZero = input.view(length).every((byte) => byte === 0);
    input.back(length);
    if (isZero) throw new RdbFault(this.at, 'zeros: the file grew, but the data never arrived', true);
  }
}

/** When the last of a hash's fields is gone, and it with them; null when one of them stays. */
function goneAt(value: RedisValue): number | null {
  if (value.type !== 'hash') return null;
  let last = 0;
  for (const { expireAt } of value.fields.values()) {
    if (expireAt === null) return null;
    last = Math.max(last, expireAt);
  }
  return last;
}

/** The key's own deadline, unless its fields are all gone by now: then it is with theirs that it went. */
function earlier(ofKey: number | null, ofFields: number | null): number | null {
  if (ofFields === null || ofFields > Date.now()) return ofKey;
  return ofKey === null ? ofFields : Math.min(ofKey, ofFields);
}
