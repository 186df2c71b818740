import { join } from 'node:path';
import { utf8 } from '../../shared/bytes.ts';
import { toPlainError } from '../../shared/errors.ts';
import { nodeFileSystem } from '../engine/fs/node-file-system.ts';
import { dataFile } from '../formats/guide/data-file.ts';
import { encodeRecord } from '../formats/guide/record.ts';
import { type KillWriterMessage, killWriterOrders, plugKey, plugValue } from './kill-writer/protocol.ts';

/**
 * A child process that appends records to a data.log as the guide's own engine does, and tells each one that it has
 * acknowledged, until it is killed. Sequence numbers count from the first record that it writes.
 */
const everysecMs = 1000;
/** A writer that nobody kills stops here. */
const maxWrites = 1_000_000;

async function write(orders: unknown): Promise<void> {
  const { directory, fsync, valueBytes, prefix, seed } = killWriterOrders.parse(orders);
  const log = await nodeFileSystem.open(join(directory, dataFile), 'open-or-create');
  let end = await log.size();
  let syncedAt = performance.now();
  for (let number = 1; number <= maxWrites; number++) {
    const key = plugKey(prefix, number);
    const record = encodeRecord(utf8(key), plugValue(seed, number, valueBytes));
    await log.write(record, end);
    end += record.length;
    const syncIsDue = fsync === 'everysec' && performance.now() - syncedAt >= everysecMs;
    if (fsync === 'always' || syncIsDue) {
      await log.sync();
      syncedAt = performance.now();
    }
    await tell({ acked: number, key, durable: fsync === 'always' || syncIsDue });
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
