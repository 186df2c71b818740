import { equalBytes, lineText } from '../../../shared/bytes.ts';
import type { ReadAround, Said } from '../log/format.ts';
import type { Log, LogRecord } from '../log/log.ts';
import { structureWords } from '../log/structure-words.ts';
import { CommandInFile } from './aof/command-in-file.ts';
import { readAsRedis } from './aof/loose-command.ts';
import { ByteInput, RdbFault } from './rdb/byte-input.ts';
import { decodeRdbRecord, RedisLog } from './redis-log.ts';
import { valueContent } from './value-json.ts';

/** So much is read of a command. */
const maxCommandBytes = 256;
/** An RDB's value is decoded as a whole, and only up to this length. */
const maxValueBytes = 4096;
const maxWords = 160;

/** The command itself, with what stands behind its key; of a value in an RDB, its elements. */
export async function redisSays(log: Log, index: number, read: ReadAround): Promise<Said | null> {
  const record = log.table.record(index);
  if (record.op === 'unknown' || !(log instanceof RedisLog)) return null;
  if (log.isInRdb(record)) return record.op === 'set' ? valueSays(log, record, read) : null;
  return commandSays(record, await read(record.offset, Math.min(record.length, maxCommandBytes)));
}

async function valueSays(log: RedisLog, record: LogRecord, read: ReadAround): Promise<Said | null> {
  const bytes = record.length <= maxValueBytes ? await read(record.offset, record.length) : null;
  const value = bytes && decodeRdbRecord(log, record, bytes);
  // Where it is too long to be decoded for one line, a string begins as it stands, unless it is compressed.
  if (!value) return record.type === 'string' ? null : { verb: '', words: record.type };
  const content = valueContent(value, { scores: log.scores, nowMs: Date.now() });
  const isPlain = value.type === 'string' || value.type === 'module';
  if (isPlain && standsIn(record, bytes, content)) return null;
  const words = isPlain ? lineText(content.subarray(0, maxWords)) : structureWords(value.type, content);
  const isMore = isPlain && content.length > maxWords;
  return { verb: '', words: cut(words, isMore) };
}

/** Whether a value lies in its record as it is: no number, and not compressed. */
function standsIn({ offset, valueOffset }: LogRecord, bytes: Uint8Array, content: Uint8Array): boolean {
  const start = valueOffset - offset;
  return equalBytes(bytes.subarray(start, start + content.length), content);
}

function commandSays(record: LogRecord, bytes: Uint8Array): Said | null {
  const args = argumentsIn(bytes);
  const [name, ...rest] = args;
  if (name === undefined) return null;
  const verb = lineText(name).toLowerCase();
  // They bring many keys, and each record has its own of the values.
  if (verb === 'mset' || verb === 'msetnx') return null;
  if (verb === 'del' || verb === 'unlink') return { verb, words: '' };
  const isKey = rest[0] !== undefined && record.op !== 'other' && equalBytes(rest[0], record.key);
  const words = (isKey ? rest.slice(1) : rest).map(lineText).join(' ');
  return { verb, words: cut(words, bytes.length < record.length) };
}

/** As far as the bytes go: the last one may be cut off. */
function argumentsIn(bytes: Uint8Array): Uint8Array[] {
  const input = ByteInput.over(bytes);
  const command = new CommandInFile(input);
  try {
    const { kind } = readAsRedis(input, command);
    const args = command.args();
    if (kind !== 'cut' || args.length === 0) return args;
    const last = args.length - 1;
    const open = bytes.subarray(command.offsetOf(last) + command.lengthOf(last) + 2);
    const head = /^\$\d+\r\n/.exec(Buffer.from(open).toString('latin1'))?.[0];
    return head === undefined ? args : [...args, open.subarray(head.length)];
  } catch (fault) {
    if (fault instanceof RdbFault) return [];
    throw fault;
  }
}

function cut(words: string, isMore: boolean): string {
  return words.length > maxWords || isMore ? `${words.slice(0, maxWords)}…` : words;
}
