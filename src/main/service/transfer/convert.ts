import { writableFormats } from '../../../shared/codes.ts';
import { WalscopeError } from '../../../shared/errors.ts';
import type { FormatId } from '../../../shared/model.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { formatOf } from '../../formats/detect.ts';
import type { Format } from '../../formats/log/format.ts';
import type { FunctionLibrary, LiveKey } from '../../formats/log/live-key.ts';

/** A key that the target cannot hold with its type, database and deadline. */
export interface SkippedKey {
  key: Uint8Array;
  db: number;
  reason: string;
}

export interface ConvertOptions {
  to: FormatId;
  /** New, or an empty directory. */
  target: string;
  fileSystem: FileSystem;
  signal?: AbortSignal;
  /** Written too where the target holds such. */
  libraries?: readonly FunctionLibrary[];
  onKey?: (count: number) => void;
}

/** What a conversion would hold and what it would have to skip. */
export async function planConversion(
  keys: AsyncIterable<LiveKey>,
  to: FormatId,
): Promise<{ keys: number; skipped: SkippedKey[] }> {
  const skipped: SkippedKey[] = [];
  let held = 0;
  for await (const _ of holdable(keys, writable(to), skipped)) held++;
  return { keys: held, skipped };
}

/**
 * Writes the keys as a directory of another format, which appears whole or not at all. What the target cannot
 * hold is left out and named.
 */
export async function convert(
  keys: AsyncIterable<LiveKey>,
  { to, target, onKey, ...options }: ConvertOptions,
): Promise<{ keys: number; skipped: SkippedKey[] }> {
  const format = writable(to);
  const skipped: SkippedKey[] = [];
  const write = format.write ?? (await import('./write-walscope.ts')).writeWalscope;
  const written = await write(target, counted(holdable(keys, format, skipped), onKey), options);
  return { keys: written.keys, skipped };
}

function writable(to: FormatId): Format {
  const format = writableFormats.some((id) => id === to) ? formatOf(to) : null;
  if (format) return format;
  throw new WalscopeError(
    'WRONG_FORMAT',
    `This version does not write ${to} directories: choose one of ${writableFormats.join(', ')}.`,
  );
}

async function* holdable(
  keys: AsyncIterable<LiveKey>,
  format: Format,
  skipped: SkippedKey[],
): AsyncGenerator<LiveKey, void, void> {
  for await (const live of keys) {
    const { key, db, type, expireAt, value } = live;
    const facts = { type, db, expireAt, keyLength: key.length, valueLength: value.length, key, value };
    const reason = format.cannotHold(facts);
    if (reason === null) yield live;
    else skipped.push({ key, db, reason });
  }
}

async function* counted(
  keys: AsyncIterable<LiveKey>,
  onKey: ConvertOptions['onKey'],
): AsyncGenerator<LiveKey, void, void> {
  let count = 0;
  for await (const key of keys) {
    yield key;
    onKey?.(++count);
  }
}
