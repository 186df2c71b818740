import type { LiveKey } from '../log/live-key.ts';
import type { Log, LogRecord } from '../log/log.ts';
import { RedisLog } from '../redis/redis-log.ts';

/** Formats that keep a checksum for each record, or for the frame that it is in. */
const checked = new Set(['walscope', 'guide', 'bitcask']);

/** Whether a checksum that holds covers the record: only then must a change of it never pass unnoticed. */
export function isCovered(log: Log, record: LogRecord): boolean {
  if (!(log instanceof RedisLog)) return checked.has(log.format);
  return log.isInRdb(record) && log.rdbs.get(record.file)?.checksum === 'holds';
}

/** Whether it stands in an RDB whose checksum does not hold, or was never come to: then nothing of it is sound. */
export function isDisproven(log: Log, record: LogRecord): boolean {
  if (!(log instanceof RedisLog) || !log.isInRdb(record)) return false;
  return ['fails', 'unread'].includes(log.rdbs.get(record.file)?.checksum ?? 'unread');
}

/** A key with all that it holds, as one string. */
export function wordsOf({ db, key, type, value, expireAt }: LiveKey): string {
  const latin1 = (bytes: Uint8Array) =>
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  return `${db} ${type} ${expireAt} ${key.length} ${latin1(key)}${latin1(value)}`;
}
