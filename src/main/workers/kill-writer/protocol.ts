import { createHash } from 'node:crypto';
import { z } from 'zod';
import { maxValueBytes } from '../../../shared/limits.ts';
import { fsyncPolicy } from '../../../shared/model.ts';

/** What the writer is told: once, as its first message. */
export const killWriterOrders = z.object({
  /** A Walscope directory; created when there is none. */
  directory: z.string(),
  fsync: fsyncPolicy,
  valueBytes: z.number().int().min(0).max(maxValueBytes),
  /** Stands before the number in every key. */
  prefix: z.string().default('plug:'),
  /** Same seed, same values. */
  seed: z.number().int().default(1),
  /** The file of another engine's directory that is appended to; none for a store, which knows its own. */
  log: z.object({ format: z.enum(['guide', 'redis']), file: z.string() }).optional(),
});
export type KillWriterOrders = z.input<typeof killWriterOrders>;

/** What the writer tells: a line for each write that was acknowledged to it, or why it can go on no longer. */
export type KillWriterMessage =
  | { acked: number; key: string; durable: boolean }
  | { failed: { code: string; message: string } };

/** `plug:000001`, `plug:000002` …: in the order of writing, and of bytes up to a million. */
export function plugKey(prefix: string, number: number): string {
  return `${prefix}${String(number).padStart(6, '0')}`;
}

/** The value that `plugKey(…, number)` must have: bytes that depend on nothing but these three. */
export function plugValue(seed: number, number: number, valueBytes: number): Uint8Array {
  const block = createHash('sha256').update(`${seed}:${number}`).digest();
  const value = new Uint8Array(valueBytes);
  for (let offset = 0; offset < valueBytes; offset += block.length) {
    value.set(block.subarray(0, Math.min(block.length, valueBytes - offset)), offset);
  }
  return value;
}
