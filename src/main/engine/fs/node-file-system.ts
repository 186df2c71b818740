import { close, constants, fsync, open } from 'node:fs';
import { mkdir, readdir, rename, rmdir, stat, unlink } from 'node:fs/promises';
import { promisify } from 'node:util';
import { errnoError, errnoOf } from './errno.ts';
import type { FileHandle, FileStat, FileSystem, OpenMode } from './file-system.ts';
import { compareNames } from './names.ts';
import { NodeFileHandle } from './node-file-handle.ts';

const openAsync = promisify(open);
const fsyncAsync = promisify(fsync);
const closeAsync = promisify(close);

/** A pipe that nobody writes to is empty then, instead of being waited for; files are read as ever. */
const nonBlocking: number = constants.O_NONBLOCK ?? 0;

const flags: Record<OpenMode, number> = {
  read: constants.O_RDONLY | nonBlocking,
  write: constants.O_RDWR,
  create: constants.O_RDWR | constants.O_CREAT | constants.O_EXCL,
  'open-or-create': constants.O_RDWR | constants.O_CREAT,
};

/** Linux only; elsewhere reading may change a file's access time. */
const noAccessTime: number = constants.O_NOATIME ?? 0;

/** What `readFile` takes into memory at most, in bytes: larger files are read in parts. */
const maxReadFileBytes = 2 ** 31 - 1;

/** Errors by which platforms say that directories cannot be synced: there renames are as durable as they get. */
const cannotSyncDirectories: ReadonlySet<string | null> = new Set(['EISDIR', 'EPERM', 'EINVAL']);

async function openForReading(path: string): Promise<number> {
  try {
    return await openAsync(path, flags.read | noAccessTime);
  } catch (error) {
    // Only a file's owner may leave its access time alone.
    if (noAccessTime === 0 || errnoOf(error) !== 'EPERM') throw error;
    return await openAsync(path, flags.read);
  }
}

async function openNode(path: string, mode: OpenMode): Promise<FileHandle> {
  const fd = mode === 'read' ? await openForReading(path) : await openAsync(path, flags[mode], 0o644);
  return new NodeFileHandle(fd, path);
}

async function statNode(path: string): Promise<FileStat | null> {
  try {
    const found = await stat(path);
    return {
      size: found.size,
      mtimeMs: found.mtimeMs,
      isDirectory: found.isDirectory(),
      mode: found.mode & 0o7777,
      identity: `${found.dev}:${found.ino}`,
    };
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === 'ENOENT' || errno === 'ENOTDIR') return null;
    throw error;
  }
}

async function syncDirectory(path: string): Promise<void> {
  let fd: number | null = null;
  try {
    fd = await openAsync(path, constants.O_RDONLY);
    await fsyncAsync(fd);
  } catch (error) {
    if (!cannotSyncDirectories.has(errnoOf(error))) throw error;
  } finally {
    if (fd !== null) await closeAsync(fd);
  }
}

async function readFile(path: string): Promise<Uint8Array> {
  const file = await openNode(path, 'read');
  try {
    const size = await file.size();
    if (size > maxReadFileBytes) throw errnoError('EFBIG', 'read', path);
    const bytes = new Uint8Array(size);
    const read = await file.read(bytes, 0);
    return read === size ? bytes : bytes.subarray(0, read);
  } finally {
    await file.close();
  }
}

/** The operating system's file system. */
export const nodeFileSystem: FileSystem = {
  open: openNode,
  list: async (directory) => (await readdir(directory)).sort(compareNames),
  stat: statNode,
  rename: (from, to) => rename(from, to),
  unlink: (path) => unlink(path),
  mkdir: async (path) => {
    await mkdir(path);
  },
  rmdir: (path) => rmdir(path),
  syncDirectory,
  readFile,
};
