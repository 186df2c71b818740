import { WalscopeError } from '../../../shared/errors.ts';
import type { Location, Store } from '../../engine/api.ts';
import { decodeRecordHead, RecordHead, recordChecksum } from '../../engine/format/record.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { DirectoryReader } from '../../formats/log/directory-reader.ts';
import type { Log } from '../../formats/log/log.ts';
import { newestOfStored } from '../../formats/log/stored-key.ts';
import type { ValueFacts } from './source.ts';

/** Above this the checksum is not computed for the inspector: verify does it. Bytes. */
const maxCheckedBytes = 16 * 1024 * 1024;
/** Compaction may take a file away between looking a key up and reading it: so often is it looked up again. */
const maxLookups = 3;

/** One key's value out of an open store, read in the part asked for; null when the key is not there. */
export async function valueInStore(
  store: Store,
  fileSystem: FileSystem,
  key: Uint8Array,
  part: { offset: number; length: number },
): Promise<StoredValue | null> {
  for (let lookup = 1; ; lookup++) {
    const location = store.locate(key);
    if (!location) return null;
    try {
      return await readValue(store, fileSystem, key, location, part);
    } catch (error) {
      const isGone = error instanceof WalscopeError && error.code === 'NOT_FOUND';
      if (!isGone || lookup === maxLookups) throw error;
    }
  }
}

async function readValue(
  store: Store,
  fileSystem: FileSystem,
  key: Uint8Array,
  location: Location,
  part: { offset: number; length: number },
): Promise<StoredValue> {
  const { valueLength, recordLength, seq } = location;
  const offset = Math.min(part.offset, valueLength);
  const length = Math.min(part.length, valueLength - offset);
  if (location.isPatch) return patchedValue(store, fileSystem, key, location, { offset, length });
  const valueOffset = recordLength - valueLength;
  const files = new DirectoryReader(fileSystem, store.directory);
  try {
    const read = (at: number, bytes: number) => files.read(location.file, location.offset + at, bytes);
    const whole = recordLength <= maxCheckedBytes ? await read(0, recordLength) : null;
    const from = valueOffset + offset;
    const bytes = whole ? whole.subarray(from, from + length) : await read(from, length);
    return {
      ...factsOf(store, key, location),
      headerLength: valueOffset - location.keyLength,
      ...checksumsOf(whole, seq),
      bytes,
      valueOffset: offset,
    };
  } finally {
    await files.close();
  }
}

/** A value that several records make: all of it is put together for any part. */
async function patchedValue(
  store: Store,
  fileSystem: FileSystem,
  key: Uint8Array,
  location: Location,
  { offset, length }: { offset: number; length: number },
): Promise<StoredValue> {
  // At once: nobody has written since it was looked up.
  const value = store.getSync(key);
  if (value === null) throw new WalscopeError('NOT_FOUND', 'The key has expired while it was read.');
  const files = new DirectoryReader(fileSystem, store.directory);
  try {
    const record = await files.read(location.file, location.offset, location.recordLength);
    return {
      ...factsOf(store, key, location),
      headerLength: null,
      ...checksumsOf(record, location.seq),
      bytes: value.subarray(offset, offset + length),
      valueOffset: offset,
    };
  } finally {
    await files.close();
  }
}

type StoredValue = Omit<ValueFacts, 'versions' | 'timeMs' | 'recordIndex'>;

/** What the index says of a key's value. */
function factsOf(
  store: Store,
  key: Uint8Array,
  { type, valueLength, recordLength, expireAt, seq, file, offset }: Location,
): Omit<StoredValue, 'headerLength' | 'crcStored' | 'crcFound' | 'bytes' | 'valueOffset'> {
  return {
    key,
    type: type ?? 'string',
    expired: expireAt !== null && expireAt <= Date.now(),
    valueLength,
    recordLength,
    expireAt,
    seq,
    file,
    offset,
    durable: seq <= store.durability().durableSeq,
  };
}

function checksumsOf(
  record: Uint8Array | null,
  seq: number,
): { crcStored: number | null; crcFound: number | null } {
  const head = new RecordHead();
  const isWhole = record && decodeRecordHead(record, 0, record.length, head) && head.end <= record.length;
  if (!isWhole) return { crcStored: null, crcFound: null };
  return { crcStored: head.crcStored, crcFound: recordChecksum(record, head, seq) };
}

/** What only the log knows of a record: when it was written and where it stands. Null while the log is not read. */
export function recordInLog(
  log: Log | null,
  key: Uint8Array,
  seq: number,
): { recordIndex: number; timeMs: number | null } | null {
  if (!log) return null;
  const index = newestOfStored(log.table, key);
  if (index < 0) return null;
  const record = log.table.record(index);
  if (record.seq !== seq) return null;
  // A snapshot's frames tell when it was made, not when the record was first written.
  const isCompacted = log.files[record.file]?.kind === 'snapshot';
  return { recordIndex: index, timeMs: isCompacted ? null : log.table.frame(record.frame).timeMs };
}
