import { constants } from 'node:buffer';
import { z } from 'zod';
import { maxDatabase, storedKey } from '../../../shared/database-key.ts';
import { WalscopeError } from '../../../shared/errors.ts';
import { maxBatchBytes, maxExpireAt, maxKeyBytes, maxValueBytes } from '../../../shared/limits.ts';
import { valueType } from '../../../shared/model.ts';
import type { Change } from '../../engine/api.ts';
import { decodeBase64 } from './base64.ts';
import { structures } from './structure-value.ts';

/** What a record's own fields may add to key and value in a batch, at most. */
const recordOverheadBytes = 32;

const base64 = z.string().transform((text, context) => {
  const bytes = decodeBase64(text);
  if (bytes) return bytes;
  context.addIssue({ code: 'custom', message: 'not base64' });
  return z.NEVER;
});

/** Strict: what a line says and the store would not keep must not be lost silently. */
const importLine = z.strictObject({
  key: base64.refine((key) => key.length <= maxKeyBytes, `longer than ${maxKeyBytes} bytes`),
  type: valueType,
  value: z.unknown(),
  fieldExpireAt: z.record(z.string(), z.int().min(0)).optional(),
  stream: z.looseObject({}).optional(),
  expireAt: z.int().min(0).max(maxExpireAt).nullable(),
  db: z.int().min(0).max(maxDatabase, `databases are numbered up to ${maxDatabase}`).optional(),
});

/** A line that names no key: what only Redis can run. */
const libraryLine = z.strictObject({
  function: z.strictObject({ name: z.string(), engine: z.string(), code: base64 }),
});

const bytesValue = base64.refine(
  (value) => value.length <= maxValueBytes,
  `longer than ${maxValueBytes} bytes`,
);

export interface Import {
  /** One batch: all or nothing. */
  changes: Change[];
  /** Distinct keys among them. */
  keys: number;
}

export interface ImportOptions {
  /** The database of lines that name none; 0 unless said. */
  db?: number;
  /** Hears of each library of functions, which no store can hold and which is left out; without it that is an error. */
  onLibrary?: (name: string) => void;
  signal?: AbortSignal;
  onProgress?: (doneBytes: number) => void;
}

/**
 * Reads JSON Lines as `export` writes them into one batch. A line that is broken, or that a store could not hold,
 * fails the whole with its number. A key that occurs twice has its later value.
 */
export async function readImport(
  chunks: AsyncIterable<Uint8Array>,
  options: ImportOptions = {},
): Promise<Import> {
  const changes = new Map<string, Change>();
  let number = 0;
  let batchBytes = 0;
  for await (const line of splitLines(chunks, options)) {
    number++;
    if (line.trim() === '') continue;
    const parsed = parseJson(line, number);
    if (isLibrary(parsed)) {
      skipLibrary(parsed, number, options);
      continue;
    }
    const { key: own, type, value, expireAt, db } = parseKey(parsed, number);
    const key = storedKey(db ?? options.db ?? 0, own);
    if (key.length > maxKeyBytes)
      throw brokenLine(number, `a key and its database are longer than ${maxKeyBytes} bytes`);
    batchBytes += key.length + value.length + recordOverheadBytes;
    if (batchBytes > maxBatchBytes) {
      throw new WalscopeError(
        'TOO_LARGE',
        `Line ${number}: all or nothing goes up to ${maxBatchBytes} bytes. Split the file before this line.`,
      );
    }
    changes.set(Buffer.from(key).toString('latin1'), {
      op: 'set',
      key,
      value,
      expireAt,
      ...(type === 'string' ? {} : { type }),
    });
  }
  return { changes: [...changes.values()], keys: changes.size };
}

type ImportedKey = Pick<z.infer<typeof importLine>, 'key' | 'type' | 'expireAt' | 'db'> & {
  value: Uint8Array;
};

function parseJson(line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new WalscopeError('INVALID_ARGUMENT', `Line ${number} is not JSON.`, {
      cause,
      details: { line: number },
    });
  }
}

function isLibrary(parsed: unknown): boolean {
  return typeof parsed === 'object' && parsed !== null && 'function' in parsed;
}

function skipLibrary(parsed: unknown, number: number, { onLibrary }: ImportOptions): void {
  const { name } = checked(libraryLine, parsed, number).function;
  if (onLibrary) onLibrary(name);
  else
    throw brokenLine(number, 'a library of functions, which a Walscope directory cannot hold: take it out');
}

function parseKey(parsed: unknown, number: number): ImportedKey {
  const { key, type, expireAt, db, ...structure } = checked(importLine, parsed, number);
  const { value, fieldExpireAt, stream } = structure;
  if (type === 'string' || type === 'module') {
    if (fieldExpireAt || stream) throw brokenLine(number, `a ${type} has neither fields nor groups`);
    return { key, type, expireAt, db, value: checked(bytesValue, value, number, 'value: ') };
  }
  if ((fieldExpireAt && type !== 'hash') || (stream && type !== 'stream')) {
    throw brokenLine(number, `no ${type} has such members`);
  }
  const stored = JSON.stringify(checked(structures[type], structure, number));
  return { key, type, expireAt, db, value: Buffer.from(stored) };
}

function checked<T>(schema: z.ZodType<T>, given: unknown, number: number, prefix = ''): T {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const place = issue?.path.length ? `${issue.path.join('.')}: ` : '';
  throw brokenLine(number, `${prefix}${place}${issue?.message ?? 'not a key'}`);
}

function brokenLine(number: number, reason: string): WalscopeError {
  return new WalscopeError('INVALID_ARGUMENT', `Line ${number}: ${reason}.`, { details: { line: number } });
}

/** Lines without their newlines; a last one without a newline counts. */
async function* splitLines(
  chunks: AsyncIterable<Uint8Array>,
  { signal, onProgress }: ImportOptions,
): AsyncGenerator<string, void, void> {
  let begun: Uint8Array[] = [];
  let begunBytes = 0;
  let doneBytes = 0;
  let number = 1;
  for await (const chunk of chunks) {
    if (signal?.aborted)
      throw new WalscopeError('CANCELLED', 'The import was cancelled; nothing was changed.');
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      yield Buffer.concat([...begun, chunk.subarray(start, end)]).toString('utf8');
      number++;
      begun = [];
      begunBytes = 0;
      start = end + 1;
    }
    begun.push(chunk.subarray(start));
    begunBytes += chunk.length - start;
    if (begunBytes > constants.MAX_STRING_LENGTH) {
      throw new WalscopeError(
        'TOO_LARGE',
        `Line ${number} is longer than ${constants.MAX_STRING_LENGTH} bytes: set its key by itself.`,
        { details: { line: number } },
      );
    }
    doneBytes += chunk.length;
    onProgress?.(doneBytes);
  }
  if (begunBytes > 0) yield Buffer.concat(begun).toString('utf8');
}
