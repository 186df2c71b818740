import { WalscopeError } from '../../shared/errors.ts';
import type { OpenOptions, Store } from '../engine/api.ts';
import { nodeFileSystem } from '../engine/fs/node-file-system.ts';
import type { Format, ReadOptions } from '../formats/log/format.ts';
import type { Log } from '../formats/log/log.ts';
import { LoneFiles } from '../formats/lone-files.ts';
import { recognise } from '../formats/recognise.ts';
import type { CommonOptions, Invocation } from './command.ts';
import { Progress } from './progress.ts';

/** The disk, files by themselves included. */
export const readFileSystem = new LoneFiles(nodeFileSystem);

/** A directory, or a file by itself, that is only looked at: nothing in it changes, not even a time stamp. */
export interface ReadDirectory {
  format: Format;
  log: Log;
}

/** Reads the log whatever its format. Fails when it is missing, empty or of no known format. */
export async function readDirectory(
  { io }: Invocation,
  path: string,
  { fileSystem = readFileSystem, ...options }: Partial<ReadOptions> = {},
): Promise<ReadDirectory> {
  const { format, directory } = await recognise(path, readFileSystem);
  const progress = new Progress(io, 'Reading');
  try {
    const log = await format.read(directory, {
      fileSystem,
      signal: io.signal,
      onProgress: progress.update,
      ...options,
    });
    return { format, log };
  } finally {
    progress.end();
  }
}

/** Opens a Walscope directory for writing; the caller closes the store. */
export async function openForWriting(
  { io, common }: Invocation,
  directory: string,
  options: { create: boolean } & Pick<OpenOptions, 'fsync' | 'keysInMemory' | 'minGarbageBytes'>,
): Promise<Store> {
  refuseReadOnly(common);
  await requireWalscope(directory, options.create);
  const progress = new Progress(io, 'Opening');
  const store = await openStore(directory, {
    ...options,
    signal: io.signal,
    onProgress: progress.update,
  }).finally(() => progress.end());
  if (!store.readOnly) return store;
  const reason = store.readOnlyReason ?? 'it cannot be written to';
  await store.close();
  throw new WalscopeError('READ_ONLY', `${directory} was opened read-only: ${reason}`);
}

/** `--read-only` on a command that writes. */
export function refuseReadOnly({ readOnly }: CommonOptions): void {
  if (readOnly) {
    throw new WalscopeError(
      'READ_ONLY',
      'This command writes: leave out --read-only, or use one that only reads.',
    );
  }
}

/** Another engine's directory, or none at all, must not be opened for writing. */
export async function requireWalscope(directory: string, create: boolean): Promise<void> {
  const stat = await nodeFileSystem.stat(directory);
  const isNew = stat === null || (stat.isDirectory && (await nodeFileSystem.list(directory)).length === 0);
  if (isNew && create) return;
  const { format, isFile } = await recognise(directory, readFileSystem);
  if (format.id === 'walscope') {
    if (!isFile) return;
    throw new WalscopeError('NOT_A_DIRECTORY', `${directory} is a file: name the directory that it lies in.`);
  }
  throw new WalscopeError(
    'WRONG_FORMAT',
    `${directory} holds data of another engine (${format.title}), which is only read: first run walscope convert ${directory} NEW --to walscope.`,
  );
}

export async function openStore(directory: string, options: OpenOptions): Promise<Store> {
  const { open } = await import('../engine/open.ts');
  return open(directory, options);
}
