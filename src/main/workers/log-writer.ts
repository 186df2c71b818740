import { join } from 'node:path';
import { emptyBytes, utf8 } from '../../shared/bytes.ts';
import { toPlainError, WalscopeError } from '../../shared/errors.ts';
import { nodeFileSystem } from '../engine/fs/node-file-system.ts';
import { encodeRecord } from '../formats/guide/record.ts';
import { encodeCommand } from '../formats/redis/aof/encode-command.ts';
import { type KillWriterMessage, killWriterOrders, plugKey, plugValue } from './kill-writer/protocol.ts';

/**
 * A child process that appends to a log as the guide's own engine does, or Redis, and tells each write that it has
 * acknowledged, until it is killed. Sequence numbers count from the first record that it writes.
 */
const everysecMs = 1000;
/** A writer that nobody kills stops here. */
const maxWrites = 1_000_000;

interface LogEncoding {
  /** What comes before the first write, and how many records that is. */
  opening: { bytes: Uint8Array; records: number };
  set(key: string, value: Uint8Array): Uint8Array;
}

const encodings: Record<'guide' | 'redis', LogEncoding> = {
  guide: {
    opening: { bytes: emptyBytes, records: 0 },
    set: (key, value) => encodeRecord(utf8(key), value),
  },
  redis: {
    // A server that has started says which database its commands go to.
    opening: { bytes: encodeCommand(['SELECT', '0']), records: 1 },
    set: (key, value) => encodeCommand(['SET', key, value]),
  },
};

async function write(orders: unknown): Promise<void> {
  const { directory, fsync, valueBytes, prefix, seed, log } = killWriterOrders.parse(orders);
  if (log === undefined) throw new WalscopeError('INVALID_ARGUMENT', 'The log to append to is not named.');
  const { opening, set } = encodings[log.format];
  const file = await nodeFileSystem.open(join(directory, log.file), 'open-or-create');
  let end = await file.size();
  await file.write(opening.bytes, end);
  end += opening.bytes.length;
  let syncedAt = performance.now();
  for (let number = 1; number <= maxWrites; number++) {
    const key = plugKey(prefix, number);
    const record = set(key, plugValue(seed, number, valueBytes));
    await file.write(record, end);
    end += record.length;
    const syncIsDue = fsync === 'everysec' && performance.now() - syncedAt >= everysecMs;
    if (fsync === 'always' || syncIsDue) {
      await file.sync();
      syncedAt = performance.now();
    }
    await tell({ acked: opening.records + number, key, durable: fsync === 'always' || syncIsDue });
  }
}

/** Resolves when the parent's end of the channel has taken it, so that the writer is never far ahead. */
function tell(message: KillWriterMessage): Promise<void> {
  return new Promise((taken) => process.send?.(message, undefined, undefined, () => taken()));
}

process.once('message', (orders) => {
  write(orders).catch(async (error: unknown) => {
    const { code, message } = toPlainError(error);
    await tell({ failed: { code, message } });
    process.exit(1);
  });
});
process.once('disconnect', () => process.exit(0));
