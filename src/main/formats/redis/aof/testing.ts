import { memoryDirectory, stateOf } from '../../testing/state.ts';
import { readRedis } from '../read-redis.ts';
import { aofOf } from '../testing.ts';

/** What a log of these commands adds up to: their words stand between blanks. */
export async function stateAfter(...lines: string[]) {
  const commands = lines.map((line) => line.split(' '));
  const fileSystem = await memoryDirectory('/r', { 'appendonly.aof': aofOf(...commands) });
  const log = await readRedis('/r', { fileSystem });
  const { db0 = {} } = await stateOf(log, fileSystem, { nowMs: 0, salvage: true });
  const keys = Object.fromEntries(Object.entries(db0).map(([key, rest]) => [atob(key), rest]));
  return { reasons: log.verdict.damaged.map(({ reason }) => reason), keys };
}

/** The same, of each key its value alone, or with its deadline. */
export async function replayed(...lines: string[]) {
  const { reasons, keys } = await stateAfter(...lines);
  const values = Object.entries(keys).map(([key, { value, expireAt }]) => [
    key,
    expireAt === null ? value : [value, expireAt],
  ]);
  return { reasons, keys: Object.fromEntries(values) };
}

export const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');
