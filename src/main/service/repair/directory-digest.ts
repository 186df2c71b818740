import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { WalscopeError } from '../../../shared/errors.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';

const chunkBytes = 1024 * 1024;
/** A data directory has no more files, and none of them lies deeper. */
const maxFiles = 10_000;
const maxDepth = 3;

/** SHA-256 of each file of a directory, in hex, by name relative to it; in the order of the names. */
export type DirectoryDigest = Record<string, string>;

export async function directoryDigest(
  directory: string,
  fileSystem: FileSystem,
  signal?: AbortSignal,
): Promise<DirectoryDigest> {
  const digest: DirectoryDigest = {};
  for await (const name of filesIn(directory, fileSystem, '', 0)) {
    if (Object.keys(digest).length >= maxFiles) {
      throw new WalscopeError('TOO_LARGE', `${directory} has more than ${maxFiles} files.`);
    }
    digest[name] = await fileDigest(join(directory, name), fileSystem, signal);
  }
  return digest;
}

async function* filesIn(
  directory: string,
  fileSystem: FileSystem,
  folder: string,
  depth: number,
): AsyncGenerator<string> {
  for (const entry of await fileSystem.list(join(directory, folder))) {
    const name = folder === '' ? entry : `${folder}/${entry}`;
    const stat = await fileSystem.stat(join(directory, name));
    if (stat === null) continue;
    if (!stat.isDirectory) yield name;
    else if (depth < maxDepth) yield* filesIn(directory, fileSystem, name, depth + 1);
  }
}

async function fileDigest(path: string, fileSystem: FileSystem, signal?: AbortSignal): Promise<string> {
  const handle = await fileSystem.open(path, 'read');
  const hash = createHash('sha256');
  const chunk = Buffer.allocUnsafe(chunkBytes);
  try {
    for (let at = 0; ; ) {
      if (signal?.aborted) throw new WalscopeError('CANCELLED', 'The repair was cancelled.');
      const read = await handle.read(chunk, at);
      if (read === 0) return hash.digest('hex');
      hash.update(chunk.subarray(0, read));
      at += read;
    }
  } finally {
    await handle.close();
  }
}

export function isSameDigest(one: DirectoryDigest, other: DirectoryDigest): boolean {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}
