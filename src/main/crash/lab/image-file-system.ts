import { errnoError } from '../../engine/fs/errno.ts';
import type { FileHandle, FileStat, FileSystem, OpenMode } from '../../engine/fs/file-system.ts';
import { type MemoryDisk, MemoryFileHandle } from '../../engine/fs/memory-file-handle.ts';
import { compareNames } from '../../engine/fs/names.ts';
import { type DiskImage, parentOf } from './disk-image.ts';
import { ImageFile } from './image-file.ts';

const directory = 'directory';
type Node = ImageFile | typeof directory;

/**
 * A disk as the next start finds it. Its files are those of an image and are copied only when they change: a sweep
 * makes one of these for each state, and most of the bytes are only read.
 */
export class ImageFileSystem implements FileSystem {
  /** By path from the root, names joined by slashes; '' is the root. */
  readonly #nodes = new Map<string, Node>([['', directory]]);
  readonly #nowMs: number;
  /** For open files. Every sync succeeds: nothing is ever lost here. */
  readonly #disk: MemoryDisk<ImageFile> = {
    write: (file, data, position) => {
      file.write(data, position);
      this.#changes++;
    },
    truncate: (file, length) => {
      if (length === file.length) return;
      file.resize(length);
      this.#changes++;
    },
    sync: () => undefined,
  };
  #changes = 0;

  /** `nowMs`: the time of every file, in ms since 1970. */
  constructor(image: DiskImage, nowMs: number) {
    this.#nowMs = nowMs;
    for (const [path, content] of image) {
      if (path.endsWith('/')) this.#nodes.set(path.slice(0, -1), directory);
      else this.#nodes.set(path, new ImageFile(content));
    }
  }

  /** Calls so far that changed a byte or a name. */
  get changes(): number {
    return this.#changes;
  }

  /** The files as they are now; they must not change while the image is in use. */
  image(): DiskImage {
    const image = new Map<string, Uint8Array>();
    for (const [path, node] of this.#nodes) {
      if (path === '') continue;
      if (node === directory) image.set(`${path}/`, new Uint8Array(0));
      else image.set(path, node.view().slice());
    }
    return image;
  }

  async open(path: string, mode: OpenMode): Promise<FileHandle> {
    const at = normal(path);
    let node = this.#nodes.get(at);
    if (node === undefined) {
      if (mode === 'read' || mode === 'write') throw errnoError('ENOENT', 'open', path);
      this.#checkParent(at, 'open', path);
      node = new ImageFile();
      this.#nodes.set(at, node);
      this.#changes++;
    } else if (mode === 'create') throw errnoError('EEXIST', 'open', path);
    if (node === directory) throw errnoError('EISDIR', 'open', path);
    return new MemoryFileHandle(this.#disk, node, path, mode !== 'read');
  }

  async list(path: string): Promise<string[]> {
    const at = normal(path);
    this.#checkDirectory(at, 'scandir', path);
    return this.#namesIn(at).sort(compareNames);
  }

  async stat(path: string): Promise<FileStat | null> {
    const node = this.#nodes.get(normal(path));
    if (node === undefined) return null;
    if (node === directory) return { size: 0, mtimeMs: this.#nowMs, isDirectory: true };
    return { size: node.length, mtimeMs: this.#nowMs, isDirectory: false };
  }

  async rename(from: string, to: string): Promise<void> {
    const source = normal(from);
    const target = normal(to);
    const node = this.#nodes.get(source);
    if (node === undefined) throw errnoError('ENOENT', 'rename', from);
    this.#checkParent(target, 'rename', to);
    const replaced = this.#nodes.get(target);
    if (replaced !== undefined && source !== target) this.#checkReplaceable(node, replaced, target, to);
    if (source === target) return;
    const moved = [...this.#nodes].filter(([path]) => path === source || path.startsWith(`${source}/`));
    for (const [path] of moved) this.#nodes.delete(path);
    for (const [path, each] of moved) this.#nodes.set(`${target}${path.slice(source.length)}`, each);
    this.#changes++;
  }

  async unlink(path: string): Promise<void> {
    const at = normal(path);
    const node = this.#nodes.get(at);
    if (node === undefined) throw errnoError('ENOENT', 'unlink', path);
    if (node === directory) throw errnoError('EISDIR', 'unlink', path);
    this.#nodes.delete(at);
    this.#changes++;
  }

  async mkdir(path: string): Promise<void> {
    const at = normal(path);
    if (this.#nodes.has(at)) throw errnoError('EEXIST', 'mkdir', path);
    this.#checkParent(at, 'mkdir', path);
    this.#nodes.set(at, directory);
    this.#changes++;
  }

  async rmdir(path: string): Promise<void> {
    const at = normal(path);
    this.#checkDirectory(at, 'rmdir', path);
    if (this.#namesIn(at).length > 0) throw errnoError('ENOTEMPTY', 'rmdir', path);
    this.#nodes.delete(at);
    this.#changes++;
  }

  async syncDirectory(path: string): Promise<void> {
    this.#checkDirectory(normal(path), 'fsync', path);
  }

  async readFile(path: string): Promise<Uint8Array> {
    const node = this.#nodes.get(normal(path));
    if (node === undefined) throw errnoError('ENOENT', 'open', path);
    if (node === directory) throw errnoError('EISDIR', 'read', path);
    return node.view().slice();
  }

  #namesIn(at: string): string[] {
    const within = at === '' ? '' : `${at}/`;
    const names: string[] = [];
    for (const path of this.#nodes.keys()) {
      if (path === '' || !path.startsWith(within) || path.indexOf('/', within.length) !== -1) continue;
      names.push(path.slice(within.length));
    }
    return names;
  }

  #checkDirectory(at: string, syscall: string, path: string): void {
    const node = this.#nodes.get(at);
    if (node === undefined) throw errnoError('ENOENT', syscall, path);
    if (node !== directory) throw errnoError('ENOTDIR', syscall, path);
  }

  #checkParent(at: string, syscall: string, path: string): void {
    if (at === '') throw errnoError('EISDIR', syscall, path);
    this.#checkDirectory(parentOf(at).directory.slice(0, -1), syscall, path);
  }

  #checkReplaceable(node: Node, replaced: Node, target: string, to: string): void {
    if (replaced === directory) {
      if (node !== directory) throw errnoError('EISDIR', 'rename', to);
      if (this.#namesIn(target).length > 0) throw errnoError('ENOTEMPTY', 'rename', to);
    } else if (node === directory) throw errnoError('ENOTDIR', 'rename', to);
  }
}

/** Paths of every platform, so that the code above may use node:path on any of them. */
function normal(path: string): string {
  if (plain.test(path)) return path.slice(1);
  return path
    .split(/[\\/]/)
    .filter((name) => name !== '' && name !== '.')
    .join('/');
}

/** An absolute path as most of them come, with nothing to be left out. */
const plain = /^(\/[\w-]+(\.[\w-]+)*)+$/;
