import { dirname, join } from 'node:path';
import { WalscopeError } from '../../shared/errors.ts';
import { isStoreFile, lockFile, temporarySuffix } from '../engine/format/file-names.ts';
import type { FileSystem } from '../engine/fs/file-system.ts';
import type { Log } from '../formats/log/log.ts';

/** A directory larger than this is not copied to be crashed, in bytes. */
export const maxCopyBytes = 8 * 1024 * 1024 * 1024;
const chunkBytes = 1024 * 1024;

/** The files of a directory that count: its log, and what a store keeps beside it. No lock, nothing unfinished. */
export async function filesThatCount(log: Log, fileSystem: FileSystem): Promise<string[]> {
  const names = new Set(log.files.filter((file) => file.kind !== 'missing').map((file) => file.name));
  if (log.format === 'walscope') {
    for (const name of await fileSystem.list(log.directory)) {
      if (isStoreFile(name) && name !== lockFile && !name.endsWith(temporarySuffix)) names.add(name);
    }
  }
  return [...names].sort();
}

/**
 * Copies the files that count into `target`, which is made. Throws TOO_LARGE before anything is copied; whoever
 * calls removes what a failure leaves.
 */
export async function copyDirectory(
  log: Log,
  target: string,
  fileSystem: FileSystem,
  signal?: AbortSignal,
): Promise<string[]> {
  const names = await filesThatCount(log, fileSystem);
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
  return names;
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
