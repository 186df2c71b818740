import { dirname, isAbsolute, join } from 'node:path';
import { WalscopeError } from '../../shared/errors.ts';
import type { FileSystem } from '../engine/fs/file-system.ts';
import type { FileBeside, Format } from '../formats/log/format.ts';
import type { Log } from '../formats/log/log.ts';
import { replaceFile } from './change-file.ts';

/** A directory larger than this is not copied to be crashed, in bytes. */
export const maxCopyBytes = 8 * 1024 * 1024 * 1024;
const chunkBytes = 1024 * 1024;

/** A directory as its log was read just now. */
export interface ReadDirectory {
  log: Log;
  reader: Format;
}

/** The files of a directory that count: its log, and what its engine reads beside it. */
export async function filesThatCount(
  { log, reader }: ReadDirectory,
  fileSystem: FileSystem,
): Promise<string[]> {
  const names = log.files.filter((file) => file.kind !== 'missing').map((file) => file.name);
  const beside = (await reader.filesBeside?.(log, fileSystem)) ?? [];
  return [...names, ...beside].sort();
}

/**
 * Copies the files that count into `target`, which is made. Throws TOO_LARGE and INVALID_ARGUMENT before anything is
 * copied; whoever calls removes what a failure leaves.
 */
export async function copyDirectory(
  directory: ReadDirectory,
  target: string,
  fileSystem: FileSystem,
  signal?: AbortSignal,
): Promise<string[]> {
  const { log, reader } = directory;
  const names = await filesThatCount(directory, fileSystem);
  checkInside(log.directory, names);
  const sizes = await Promise.all(names.map((name) => fileSystem.stat(join(log.directory, name))));
  const total = sizes.reduce((sum, stat) => sum + (stat?.size ?? 0), 0);
  if (total > maxCopyBytes) {
    throw new WalscopeError(
      'TOO_LARGE',
      `${log.directory} holds ${total} bytes: only directories up to 8 GiB are copied to be crashed.`,
    );
  }
  await makeDirectory(target, fileSystem);
  for (const name of names) {
    await makeDirectory(dirname(join(target, name)), fileSystem);
    await copyFile(join(log.directory, name), join(target, name), fileSystem, signal);
  }
  await putBeside(target, (await reader.besideInCopy?.(log, fileSystem)) ?? [], fileSystem);
  return names;
}

/** Gives a copy other files beside its log. */
export async function putBeside(
  copy: string,
  files: readonly FileBeside[],
  fileSystem: FileSystem,
): Promise<void> {
  for (const { name, bytes } of files) {
    if (bytes) await replaceFile(join(copy, name), bytes, fileSystem);
    else await fileSystem.unlink(join(copy, name));
  }
}

/** What lies elsewhere would be copied elsewhere, too. */
function checkInside(directory: string, names: readonly string[]): void {
  const outside = names.find((name) => isAbsolute(name) || name.split('/').includes('..'));
  if (outside === undefined) return;
  const place = dirname(join(directory, outside));
  throw new WalscopeError(
    'INVALID_ARGUMENT',
    `The files of ${directory} lie in ${place}, as its configuration says: open that directory to crash a copy of it.`,
  );
}

async function makeDirectory(path: string, fileSystem: FileSystem): Promise<void> {
  if (await fileSystem.stat(path)) return;
  await makeDirectory(dirname(path), fileSystem);
  await fileSystem.mkdir(path);
}

async function copyFile(
  from: string,
  to: string,
  fileSystem: FileSystem,
  signal?: AbortSignal,
): Promise<void> {
  const source = await fileSystem.open(from, 'read');
  try {
    const target = await fileSystem.open(to, 'create');
    try {
      const chunk = new Uint8Array(chunkBytes);
      for (let at = 0; ; ) {
        signal?.throwIfAborted();
        const length = await source.read(chunk, at);
        if (length === 0) return;
        await target.write(chunk.subarray(0, length), at);
        at += length;
      }
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}
