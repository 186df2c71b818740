import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { type ErrorCode, WalscopeError } from '../../../shared/errors.ts';
import type { OpenOptions } from '../../engine/api.ts';
import { manifestFile } from '../../engine/format/file-names.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { detectFormat, formatOf } from '../../formats/detect.ts';
import type { Format } from '../../formats/log/log.ts';
import { ForensicSource } from './forensic-source.ts';
import { NativeSource } from './native-source.ts';
import type { Source } from './source.ts';

export type EngineDefaults = Pick<OpenOptions, 'fsync' | 'savePoints' | 'garbageShare'>;

export interface OpenRequest {
  id: string;
  /** Absolute. */
  path: string;
  readOnly: boolean;
  /** A new Walscope directory in a place that is missing or empty. */
  create: boolean;
  engine: EngineDefaults;
  fileSystem: FileSystem;
}

/** What the engine refuses to open is still shown as far as it can be read. */
const shownAllTheSame: ReadonlySet<ErrorCode> = new Set(['CORRUPT', 'WRONG_STORE', 'UNSUPPORTED_VERSION']);

/** Opens whatever a directory holds, or says in a sentence why it cannot be opened. */
export async function openSource(request: OpenRequest): Promise<Source> {
  const { id, path, fileSystem } = request;
  if (request.create) return createStore(request);
  const reader = await readerOf(path, fileSystem);
  if (reader.id !== 'walscope') return ForensicSource.open({ id, path, reader, fileSystem });
  try {
    return await openStore(request, reader);
  } catch (error) {
    if (!(error instanceof WalscopeError) || !shownAllTheSame.has(error.code)) throw error;
    return ForensicSource.open({ id, path, reader, fileSystem, reason: error.message });
  }
}

async function readerOf(path: string, fileSystem: FileSystem): Promise<Format> {
  const stat = await fileSystem.stat(path);
  if (!stat) throw new WalscopeError('NOT_FOUND', `There is no directory ${path}: check the path.`);
  if (!stat.isDirectory) {
    throw new WalscopeError('NOT_A_DIRECTORY', `${path} is a file: open the directory that it lies in.`);
  }
  const reader = await detectFormat(path, fileSystem);
  if (!reader) throw await unknownFormat(path, fileSystem);
  return reader;
}

async function openStore(request: OpenRequest, reader: Format): Promise<Source> {
  const { id, path, engine, fileSystem } = request;
  const refusal = request.readOnly ? 'You opened it so.' : await whyNotWritable(path);
  return NativeSource.open({
    id,
    path,
    reader,
    fileSystem,
    readOnlyReason: refusal,
    options: { ...engine, create: false, readOnly: refusal !== null, readOnlyWhenLocked: true, fileSystem },
  });
}

async function createStore(request: OpenRequest): Promise<Source> {
  const { id, path, engine, fileSystem } = request;
  const stat = await fileSystem.stat(path);
  if (stat && !stat.isDirectory) {
    throw new WalscopeError('NOT_A_DIRECTORY', `${path} is a file: choose a new or empty directory.`);
  }
  const names = stat ? await fileSystem.list(path) : [];
  if (names.length > 0) {
    const what = names.includes(manifestFile) ? 'holds a store already: open it' : 'is not empty';
    throw new WalscopeError('NOT_EMPTY', `${path} ${what}, or choose a new or empty directory.`);
  }
  const reader = formatOf('walscope');
  if (!reader) throw new WalscopeError('INTERNAL', 'The reader of Walscope directories is missing.');
  const options: OpenOptions = { ...engine, create: true, fileSystem };
  return NativeSource.open({ id, path, reader, fileSystem, readOnlyReason: null, options });
}

/** Why a directory can only be looked at by this user; null when it can be written to. */
async function whyNotWritable(path: string): Promise<string | null> {
  try {
    await access(path, constants.W_OK);
    return null;
  } catch (error) {
    const errno = (error as { code?: string }).code;
    return errno === 'EROFS'
      ? 'Its file system is read-only.'
      : 'You may not write to it: change its permissions to edit it.';
  }
}

async function unknownFormat(path: string, fileSystem: FileSystem): Promise<WalscopeError> {
  const names = await fileSystem.list(path);
  if (names.length === 0) {
    return new WalscopeError(
      'UNKNOWN_FORMAT',
      `${path} is empty: create a store in it, or open another one.`,
    );
  }
  const shown = names.slice(0, 3).join(', ');
  const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
  return new WalscopeError(
    'UNKNOWN_FORMAT',
    `${path} holds no format that Walscope knows (${shown}${more}): choose a directory of a store.`,
  );
}
