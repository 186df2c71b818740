import { toPlainError } from '../../shared/errors.ts';
import { open } from '../engine/open.ts';
import {
  type KillWriterMessage,
  type KillWriterOrders,
  killWriterOrders,
  plugKey,
  plugValue,
} from './kill-writer/protocol.ts';

/**
 * A child process that writes until it is killed, and reports each write only after the store acknowledged it:
 * what the parent has heard of must be there after a restart.
 */

/** Resolves when the system has taken the message: a writer never runs ahead of what it reports. */
function report(message: KillWriterMessage): Promise<void> {
  return new Promise((resolve, reject) => {
    process.send?.(message, (error: Error | null) => (error === null ? resolve() : reject(error)));
  });
}

async function write(given: KillWriterOrders): Promise<never> {
  const orders = killWriterOrders.parse(given);
  const store = await open(orders.directory, { fsync: orders.fsync, garbageShare: null });
  for (let number = 1; ; number++) {
    const key = plugKey(orders.prefix, number);
    const { lastSeq, durable } = await store.set(key, plugValue(orders.seed, number, orders.valueBytes));
    await report({ acked: lastSeq, key, durable });
  }
}

process.once('message', (orders: KillWriterOrders) => {
  write(orders).catch(async (error: unknown) => {
    const { code, message } = toPlainError(error);
    await report({ failed: { code, message } }).catch(() => undefined);
    process.exit(1);
  });
});
// Nobody is left to report to.
process.once('disconnect', () => process.exit(0));
