import { WalscopeError } from '../../../shared/errors.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { detectFormat } from '../../formats/detect.ts';
import { ForensicSource } from './forensic-source.ts';
import type { Source } from './source.ts';

export interface OpenRequest {
  id: string;
  /** Absolute. */
  path: string;
  readOnly: boolean;
  /** A new Walscope directory in a place that is missing or empty. */
  create: boolean;
  fileSystem: FileSystem;
}

/** Opens whatever a directory holds, or says in a sentence why it cannot be opened. */
export async function openSource(request: OpenRequest): Promise<Source> {
  const { path, fileSystem } = request;
  const stat = await fileSystem.stat(path);
  if (!stat) throw new WalscopeError('NOT_FOUND', `There is no directory ${path}: check the path.`);
  if (!stat.isDirectory) {
    throw new WalscopeError('NOT_A_DIRECTORY', `${path} is a file: open the directory that it lies in.`);
  }
  const reader = await detectFormat(path, fileSystem);
  if (!reader) throw await unknownFormat(path, fileSystem);
  return ForensicSource.open({ id: request.id, path, reader, fileSystem });
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
