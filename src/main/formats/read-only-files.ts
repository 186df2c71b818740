import { errnoError } from '../engine/fs/errno.ts';
import type { FileHandle, FileStat, FileSystem, OpenMode } from '../engine/fs/file-system.ts';

/** A file system that shows another one in its own way and lets nothing be written: EROFS. */
export abstract class ReadOnlyFileSystem implements FileSystem {
  protected readonly inner: FileSystem;

  constructor(inner: FileSystem) {
    this.inner = inner;
  }

  async open(path: string, mode: OpenMode): Promise<FileHandle> {
    if (mode !== 'read') throw readOnly('open', path);
    return this.openToRead(path);
  }

  async readFile(path: string): Promise<Uint8Array> {
    const handle = await this.openToRead(path);
    try {
      const bytes = new Uint8Array(await handle.size());
      return bytes.subarray(0, await handle.read(bytes, 0));
    } finally {
      await handle.close();
    }
  }

  list(directory: string): Promise<string[]> {
    return this.inner.list(directory);
  }

  stat(path: string): Promise<FileStat | null> {
    return this.inner.stat(path);
  }

  protected abstract openToRead(path: string): Promise<FileHandle>;

  rename = async (from: string): Promise<void> => Promise.reject(readOnly('rename', from));
  unlink = async (path: string): Promise<void> => Promise.reject(readOnly('unlink', path));
  mkdir = async (path: string): Promise<void> => Promise.reject(readOnly('mkdir', path));
  rmdir = async (path: string): Promise<void> => Promise.reject(readOnly('rmdir', path));
  syncDirectory = async (path: string): Promise<void> => Promise.reject(readOnly('fsync', path));
}

/** A file that is only read. */
export abstract class ReadOnlyFileHandle implements FileHandle {
  abstract read(target: Uint8Array, position: number): Promise<number>;
  abstract readSync(target: Uint8Array, position: number): number;
  abstract size(): Promise<number>;
  abstract close(): Promise<void>;

  write = async (): Promise<void> => Promise.reject(readOnly('write'));
  sync = async (): Promise<void> => Promise.reject(readOnly('fsync'));
  truncate = async (): Promise<void> => Promise.reject(readOnly('ftruncate'));
  writeSync = (): void => {
    throw readOnly('write');
  };
  syncSync = (): void => {
    throw readOnly('fsync');
  };
  tryLock = (): boolean => false;
}

function readOnly(call: string, path?: string): Error {
  return errnoError('EROFS', call, path);
}
