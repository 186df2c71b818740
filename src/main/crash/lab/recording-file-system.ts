import { errnoError } from '../../engine/fs/errno.ts';
import type { FileHandle, FileStat, FileSystem, OpenMode } from '../../engine/fs/file-system.ts';
import { type DiskImage, nodesOf } from './disk-image.ts';
import { type JournalEntry, maxJournalEntries, rootNode } from './journal.ts';
import { RecordingFileHandle } from './recording-file-handle.ts';

/** What is written into a file, made the same in every run (a process id, a time of day). */
export type Steady = (path: string, data: Uint8Array) => Uint8Array;

/** Notes in a journal every call that changed the file system below, after it succeeded. */
export class RecordingFileSystem implements FileSystem {
  readonly journal: JournalEntry[] = [];
  readonly #inner: FileSystem;
  readonly #steady: Steady;
  readonly #nodes: Map<string, number>;
  /** What was last called so: an open file goes by the name that it was opened under. */
  readonly #everNodes: Map<string, number>;
  #nextNode: number;

  /** `image`: what the file system below holds when the recording begins. */
  constructor(inner: FileSystem, steady: Steady = (_, data) => data, image: DiskImage = new Map()) {
    this.#inner = inner;
    this.#steady = steady;
    this.#nodes = new Map([...nodesOf(image)].map(([path, node]) => [normal(path), node]));
    this.#everNodes = new Map(this.#nodes);
    this.#nextNode = this.#nodes.size;
  }

  note(entry: JournalEntry): void {
    if (this.journal.length >= maxJournalEntries) throw errnoError('EFBIG', 'journal');
    this.journal.push(entry);
  }

  /** The system failed to sync what lies at this path, and forgets that it was dirty. */
  noteFailedSync(path: string): void {
    this.note({ kind: 'failed-sync', node: this.#everNodes.get(normal(path)) ?? rootNode });
  }

  noteWrite(path: string, file: number, data: Uint8Array, position: number): void {
    this.note({ kind: 'write', file, position, data: new Uint8Array(this.#steady(path, data)) });
  }

  async open(path: string, mode: OpenMode): Promise<FileHandle> {
    const handle = await this.#inner.open(path, mode);
    const known = this.#nodes.get(normal(path));
    if (known === undefined) this.#link(path, false);
    return new RecordingFileHandle(this, handle, path, this.#node(path));
  }

  async list(directory: string): Promise<string[]> {
    return this.#inner.list(directory);
  }

  async stat(path: string): Promise<FileStat | null> {
    return this.#inner.stat(path);
  }

  async rename(from: string, to: string): Promise<void> {
    await this.#inner.rename(from, to);
    const node = this.#node(from);
    if (this.#nodes.get(normal(to)) === node) return;
    this.#nodes.delete(normal(from));
    this.#nodes.set(normal(to), node);
    this.#everNodes.set(normal(to), node);
    const source = this.#place(from);
    const target = this.#place(to);
    this.note({
      kind: 'rename',
      from: source.directory,
      fromName: source.name,
      to: target.directory,
      toName: target.name,
      node,
    });
  }

  async unlink(path: string): Promise<void> {
    await this.#inner.unlink(path);
    this.#unlinked(path);
  }

  async mkdir(path: string): Promise<void> {
    await this.#inner.mkdir(path);
    this.#link(path, true);
  }

  async rmdir(path: string): Promise<void> {
    await this.#inner.rmdir(path);
    this.#unlinked(path);
  }

  async syncDirectory(path: string): Promise<void> {
    await this.#inner.syncDirectory(path);
    this.note({ kind: 'sync', node: this.#node(path) });
  }

  async readFile(path: string): Promise<Uint8Array> {
    return this.#inner.readFile(path);
  }

  #link(path: string, isDirectory: boolean): void {
    const node = this.#nextNode++;
    this.#nodes.set(normal(path), node);
    this.#everNodes.set(normal(path), node);
    this.note({ kind: 'link', ...this.#place(path), node, isDirectory });
  }

  #unlinked(path: string): void {
    this.#nodes.delete(normal(path));
    this.note({ kind: 'unlink', ...this.#place(path) });
  }

  #node(path: string): number {
    const node = this.#nodes.get(normal(path));
    if (node === undefined) throw errnoError('ENOENT', 'journal', path);
    return node;
  }

  #place(path: string): { directory: number; name: string } {
    const names = normal(path).split('/');
    const name = names.pop() ?? '';
    return { directory: this.#node(names.join('/')), name };
  }
}

/** Every path has one spelling: names of every platform, joined by slashes. */
function normal(path: string): string {
  return path
    .split(/[\\/]/)
    .filter((name) => name !== '' && name !== '.')
    .join('/');
}
