import { CrashedDisk } from './crashed-disk.ts';
import { concerns } from './disk-operation.ts';
import { errnoError } from './errno.ts';
import type { FileHandle, FileStat, FileSystem, OpenMode } from './file-system.ts';
import { type MemoryDisk, MemoryFileHandle } from './memory-file-handle.ts';
import { MemoryDirectory, MemoryFile, type MemoryNode } from './memory-nodes.ts';
import { compareNames } from './names.ts';
import { type DurableState, type Fate, type PendingOperation, settle } from './pending-operations.ts';

export interface MemoryFileSystemOptions {
  /** All files together, in bytes; what would grow beyond it fails with ENOSPC. Default 1 GiB. */
  capacityBytes?: number;
  /** ms since 1970. */
  now?: () => number;
}

/**
 * `all`: the cache reached the disk by itself just in time. `none`: only what was synced is there. A function
 * decides for each pending operation, in the order they were asked for.
 */
export type KeepUnsynced = 'all' | 'none' | ((operation: PendingOperation, index: number) => Fate);

const defaultCapacityBytes = 2 ** 30;

const inPlace: DurableState = {
  bytes: (file) => file.durable,
  names: (directory) => directory.durable,
};

/**
 * A disk in memory that knows what a power loss would leave. It is as strict as POSIX allows: data is durable
 * after its file's sync, a name after its directory's.
 */
export class MemoryFileSystem implements FileSystem {
  /** May be changed at any time, as when someone frees space. */
  capacityBytes: number;
  readonly #now: () => number;
  readonly #disk: MemoryDisk<MemoryFile>;
  #root: MemoryDirectory;
  #pending: PendingOperation[] = [];
  #usedBytes = 0;

  constructor(options: MemoryFileSystemOptions = {}) {
    this.capacityBytes = options.capacityBytes ?? defaultCapacityBytes;
    this.#now = options.now ?? Date.now;
    this.#root = new MemoryDirectory(this.#now());
    this.#disk = {
      write: (file, data, position) => this.#write(file, data, position),
      truncate: (file, length) => this.#truncate(file, length),
      sync: (file) => this.#settleAll(file),
    };
  }

  /** What a power loss may lose, oldest first. */
  get pending(): readonly PendingOperation[] {
    return this.#pending;
  }

  get usedBytes(): number {
    return this.#usedBytes;
  }

  /** The disk that the next start finds after a power loss now. This one goes on as if nothing had happened. */
  crash(options: { keepUnsynced: KeepUnsynced }): MemoryFileSystem {
    const { keepUnsynced } = options;
    const disk = new CrashedDisk();
    this.#pending.forEach((operation, index) => {
      if (keepUnsynced === 'none') return;
      settle(operation, keepUnsynced === 'all' ? 'kept' : keepUnsynced(operation, index), disk);
    });
    const after = new MemoryFileSystem({ capacityBytes: this.capacityBytes, now: this.#now });
    after.#root = disk.restart(this.#root);
    after.#usedBytes = disk.fileBytes;
    return after;
  }

  /** What a failed fsync may leave: all is still shown, taken for clean, and no later sync brings it to the disk. */
  dropUnsynced(): void {
    this.#pending = [];
  }

  async open(path: string, mode: OpenMode): Promise<FileHandle> {
    const { directory, name } = this.#place(path, 'open');
    let node = directory.written.get(name);
    if (node === undefined) {
      if (mode === 'read' || mode === 'write') throw errnoError('ENOENT', 'open', path);
      node = new MemoryFile(this.#now());
      this.#link(directory, name, node);
    } else if (mode === 'create') {
      throw errnoError('EEXIST', 'open', path);
    }
    if (node instanceof MemoryDirectory) throw errnoError('EISDIR', 'open', path);
    return new MemoryFileHandle(this.#disk, node, path, mode !== 'read');
  }

  async list(directory: string): Promise<string[]> {
    return [...this.#directory(directory, 'scandir').written.keys()].sort(compareNames);
  }

  async stat(path: string): Promise<FileStat | null> {
    const node = this.#find(path);
    if (node === undefined) return null;
    const isDirectory = node instanceof MemoryDirectory;
    return { size: isDirectory ? 0 : node.written.length, mtimeMs: node.mtimeMs, isDirectory };
  }

  async rename(from: string, to: string): Promise<void> {
    const source = this.#place(from, 'rename');
    const target = this.#place(to, 'rename');
    const node = source.directory.written.get(source.name);
    if (node === undefined) throw errnoError('ENOENT', 'rename', from);
    const replaced = target.directory.written.get(target.name);
    if (replaced === node) return;
    if (replaced !== undefined) this.#checkReplaceable(node, replaced, to);
    source.directory.written.delete(source.name);
    target.directory.written.set(target.name, node);
    if (replaced instanceof MemoryFile) this.#usedBytes -= replaced.written.length;
    this.#touch(source.directory);
    this.#touch(target.directory);
    this.#pending.push({
      kind: 'rename',
      from: source.directory,
      fromName: source.name,
      to: target.directory,
      toName: target.name,
      node,
    });
  }

  async unlink(path: string): Promise<void> {
    const { directory, name } = this.#place(path, 'unlink');
    const node = directory.written.get(name);
    if (node === undefined) throw errnoError('ENOENT', 'unlink', path);
    if (node instanceof MemoryDirectory) throw errnoError('EISDIR', 'unlink', path);
    directory.written.delete(name);
    this.#usedBytes -= node.written.length;
    this.#touch(directory);
    this.#pending.push({ kind: 'unlink', directory, name });
  }

  async mkdir(path: string): Promise<void> {
    const { directory, name } = this.#place(path, 'mkdir');
    if (directory.written.has(name)) throw errnoError('EEXIST', 'mkdir', path);
    this.#link(directory, name, new MemoryDirectory(this.#now()));
  }

  async rmdir(path: string): Promise<void> {
    const { directory, name } = this.#place(path, 'rmdir');
    const node = directory.written.get(name);
    if (node === undefined) throw errnoError('ENOENT', 'rmdir', path);
    if (node instanceof MemoryFile) throw errnoError('ENOTDIR', 'rmdir', path);
    if (node.written.size > 0) throw errnoError('ENOTEMPTY', 'rmdir', path);
    directory.written.delete(name);
    this.#touch(directory);
    this.#pending.push({ kind: 'unlink', directory, name });
  }

  async syncDirectory(path: string): Promise<void> {
    this.#settleAll(this.#directory(path, 'fsync'));
  }

  async readFile(path: string): Promise<Uint8Array> {
    const node = this.#find(path);
    if (node === undefined) throw errnoError('ENOENT', 'open', path);
    if (node instanceof MemoryDirectory) throw errnoError('EISDIR', 'read', path);
    return node.written.view().slice();
  }

  #write(file: MemoryFile, data: Uint8Array, position: number): void {
    this.#account(file, Math.max(file.written.length, position + data.length), 'write');
    file.written.write(data, position);
    this.#touch(file);
    // A copy: `slice` of a Buffer would share the memory that its writer goes on to use.
    this.#pending.push({ kind: 'write', file, position, data: new Uint8Array(data) });
  }

  #truncate(file: MemoryFile, length: number): void {
    this.#account(file, length, 'ftruncate');
    file.written.resize(length);
    this.#touch(file);
    this.#pending.push({ kind: 'truncate', file, length });
  }

  /** Takes or gives back space for a file about to have `length` bytes. */
  #account(file: MemoryFile, length: number, syscall: string): void {
    const used = this.#usedBytes + length - file.written.length;
    if (used > this.capacityBytes && length > file.written.length) throw errnoError('ENOSPC', syscall);
    this.#usedBytes = used;
  }

  #settleAll(node: MemoryNode): void {
    this.#pending = this.#pending.filter((operation) => {
      if (!concerns(operation, node)) return true;
      settle(operation, 'kept', inPlace);
      return false;
    });
  }

  #link(directory: MemoryDirectory, name: string, node: MemoryNode): void {
    directory.written.set(name, node);
    this.#touch(directory);
    this.#pending.push({ kind: 'link', directory, name, node });
  }

  #touch(node: MemoryNode): void {
    node.mtimeMs = this.#now();
  }

  #checkReplaceable(node: MemoryNode, replaced: MemoryNode, to: string): void {
    if (replaced instanceof MemoryFile) {
      if (node instanceof MemoryDirectory) throw errnoError('ENOTDIR', 'rename', to);
    } else {
      if (node instanceof MemoryFile) throw errnoError('EISDIR', 'rename', to);
      if (replaced.written.size > 0) throw errnoError('ENOTEMPTY', 'rename', to);
    }
  }

  #find(path: string): MemoryNode | undefined {
    let node: MemoryNode | undefined = this.#root;
    for (const name of namesOf(path)) {
      if (!(node instanceof MemoryDirectory)) return undefined;
      node = node.written.get(name);
    }
    return node;
  }

  #directory(path: string, syscall: string): MemoryDirectory {
    const node = this.#find(path);
    if (node === undefined) throw errnoError('ENOENT', syscall, path);
    if (node instanceof MemoryFile) throw errnoError('ENOTDIR', syscall, path);
    return node;
  }

  /** The directory that holds, or would hold, the last name of a path. */
  #place(path: string, syscall: string): { directory: MemoryDirectory; name: string } {
    const names = namesOf(path);
    const name = names.pop();
    if (name === undefined) throw errnoError('EISDIR', syscall, path);
    return { directory: this.#directory(names.join('/'), syscall), name };
  }
}

/** Paths of every platform, so that the code above may use node:path on any of them. */
function namesOf(path: string): string[] {
  return path.split(/[\\/]/).filter((name) => name !== '' && name !== '.');
}
