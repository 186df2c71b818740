import type { Log, LogRecord } from '../log/log.ts';
import { crc64 } from '../redis/crc64.ts';
import { RedisLog } from '../redis/redis-log.ts';
import type { Files } from './mutate.ts';

/** A piece takes records until it has so many bytes: a fault then meets a length or a type about as often as content. */
const pieceBytes = 400;
/** A longer record would make a piece that is as slow to read as the whole. */
const maxPieceBytes = 2 * pieceBytes;
const rdbHeadLength = 'REDIS0001'.length;
/** The first version of RDB that ends in a checksum. */
const firstWithChecksum = 5;
const endOfRdb = 0xff;

/**
 * Small directories, each of some neighbouring records of a sound one, in order. A record is cut out as its writer
 * encoded it, so that they hold every encoding that the directory does, each in a file short enough to be met by the
 * faults. Not every piece need be sound: commands are cut from the transaction that they were in. Formats whose
 * records cannot stand alone have none.
 */
export function piecesOf(files: Files, log: Log): Files[] {
  const pieces: Files[] = [];
  for (let first = 0; first < log.table.count; ) {
    const from = log.table.record(first);
    let to = from;
    let next = first + 1;
    for (; next < log.table.count; next++) {
      const record = log.table.record(next);
      if (!isBeside(log, from, record) || endOf(to) - from.offset >= pieceBytes) break;
      if (endOf(record) - from.offset > maxPieceBytes) break;
      to = record;
    }
    const bytes = files[log.files[from.file]?.name ?? '']?.subarray(from.offset, endOf(to));
    const piece = bytes && bytes.length <= maxPieceBytes ? pieceOf(files, log, from, bytes) : null;
    if (piece) pieces.push(piece);
    first = next;
  }
  return pieces;
}

const endOf = ({ offset, length }: LogRecord): number => offset + length;

/** Whether both can stand in one piece: in one file, of one kind, with one database told at its beginning. */
function isBeside(log: Log, a: LogRecord, b: LogRecord): boolean {
  return (
    a.file === b.file && a.db === b.db && (!(log instanceof RedisLog) || log.isInRdb(a) === log.isInRdb(b))
  );
}

function pieceOf(files: Files, log: Log, from: LogRecord, bytes: Buffer): Files | null {
  if (log.format === 'guide') return { 'data.log': bytes };
  if (log.format === 'bitcask') return { '1.bitcask.data': bytes };
  if (!(log instanceof RedisLog)) return null;
  if (!log.isInRdb(from)) return { 'appendonly.aof': Buffer.concat([selectOf(from.db), bytes]) };
  const head = files[log.files[from.file]?.name ?? '']?.subarray(0, rdbHeadLength) as Buffer;
  return { 'dump.rdb': rdbOf(head, bytes) };
}

function selectOf(db: number): Buffer {
  return Buffer.from(`*2\r\n$6\r\nSELECT\r\n$${String(db).length}\r\n${db}\r\n`);
}

function rdbOf(head: Buffer, records: Buffer): Buffer {
  const covered = Buffer.concat([head, records, Buffer.of(endOfRdb)]);
  if (Number(head.subarray(-4).toString('latin1')) < firstWithChecksum) return covered;
  const { high, low } = crc64(covered);
  const checksum = Buffer.alloc(8);
  checksum.writeUInt32LE(low, 0);
  checksum.writeUInt32LE(high, 4);
  return Buffer.concat([covered, checksum]);
}
