import type { FormatId } from '../../shared/model.ts';
import type { FileSystem } from '../engine/fs/file-system.ts';
import { bitcaskFormat } from './bitcask/bitcask-format.ts';
import { guideFormat } from './guide/guide-format.ts';
import type { Format } from './log/format.ts';
import { miniRedisFormat } from './miniredis/miniredis-format.ts';
import { redisFormat } from './redis/redis-format.ts';
import { walscopeFormat } from './walscope/walscope-format.ts';

/** Every format that Walscope opens, the one that is surest of its directories first. */
export const formats: readonly Format[] = [
  walscopeFormat,
  guideFormat,
  miniRedisFormat,
  bitcaskFormat,
  redisFormat,
];

/** The format of a directory by what lies in it; null when none knows it. Reads only. */
export async function detectFormat(directory: string, fileSystem: FileSystem): Promise<Format | null> {
  for (const format of formats) if (await format.detect(directory, fileSystem)) return format;
  return null;
}

/** The same where a place that may not be looked into, or that is gone, is as good as one that nobody knows. */
export async function detectFormatIfAny(directory: string, fileSystem: FileSystem): Promise<Format | null> {
  return detectFormat(directory, fileSystem).catch(() => null);
}

export function formatOf(id: FormatId): Format | null {
  return formats.find((format) => format.id === id) ?? null;
}
