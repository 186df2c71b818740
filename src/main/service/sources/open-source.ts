import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { type ErrorCode, WalscopeError } from '../../../shared/errors.ts';
import type { OpenOptions } from '../../engine/api.ts';
import { manifestFile } from '../../engine/format/file-names.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { formatOf } from '../../formats/detect.ts';
import type { Format } from '../../formats/log/format.ts';
import { LoneFiles } from '../../formats/lone-files.ts';
import { recognise } from '../../formats/recognise.ts';
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

const segmentOnly = 'It is one file of a store: open the directory that it lies in to edit its keys.';

/** Opens whatever a directory or a file by itself holds, or says in a sentence why it cannot be opened. */
export async function openSource(request: OpenRequest): Promise<Source> {
  const { id, path, fileSystem } = request;
  if (request.create) return createStore(request);
  const files = new LoneFiles(fileSystem);
  const { format: reader, directory, isFile } = await recognise(path, files);
  const forensic = { id, path, directory, reader, fileSystem: files };
  if (reader.id !== 'walscope') return ForensicSource.open(forensic);
  if (isFile) return ForensicSource.open({ ...forensic, reason: segmentOnly });
  try {
    return await openStore(request, reader);
  } catch (error) {
    if (!(error instanceof WalscopeError) || !shownAllTheSame.has(error.code)) throw error;
    return ForensicSource.open({ ...forensic, reason: error.message });
  }
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
