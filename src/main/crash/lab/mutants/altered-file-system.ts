import type { FileHandle, FileStat, FileSystem, OpenMode } from '../../../engine/fs/file-system.ts';
import type { Alteration, EntryChange } from './alteration.ts';
import { AlteredFileHandle } from './altered-file-handle.ts';

/** The file system below an engine of which something was taken out: everything else passes through. */
export class AlteredFileSystem implements FileSystem {
  readonly #inner: FileSystem;
  readonly #alteration: Alteration;
  /** Of each directory, since its last sync. */
  readonly #changes = new Map<string, EntryChange[]>();

  constructor(inner: FileSystem, alteration: Alteration) {
    this.#inner = inner;
    this.#alteration = alteration;
  }

  async open(path: string, mode: OpenMode): Promise<FileHandle> {
    const actual = this.#actual(path);
    const isNew = mode !== 'read' && mode !== 'write' && (await this.#inner.stat(actual)) === null;
    const handle = await this.#inner.open(actual, mode);
    if (isNew) this.#note(path, { kind: 'create', name: nameOf(path) });
    return new AlteredFileHandle(handle, nameOf(path), this.#alteration);
  }

  async rename(from: string, to: string): Promise<void> {
    const content = async () => ({ from: await this.#contentOf(from), to: await this.#contentOf(to) });
    const renaming = { from: nameOf(from), to: nameOf(to), content };
    if ((await this.#alteration.dropsRename?.(renaming)) === true) return;
    this.#note(to, { kind: 'rename', name: renaming.to, from: renaming.from });
    if (this.#actual(from) !== this.#actual(to)) {
      await this.#inner.rename(this.#actual(from), this.#actual(to));
    }
  }

  async unlink(path: string): Promise<void> {
    await this.#inner.unlink(this.#actual(path));
    this.#note(path, { kind: 'unlink', name: nameOf(path) });
  }

  async syncDirectory(path: string): Promise<void> {
    const changes = this.#changes.get(path) ?? [];
    this.#changes.delete(path);
    if (this.#alteration.dropsDirectorySync?.({ changes }) !== true) await this.#inner.syncDirectory(path);
  }

  async readFile(path: string): Promise<Uint8Array> {
    const bytes = (await this.#inner.readFile(this.#actual(path))).slice();
    this.#alteration.forges?.(nameOf(path), bytes);
    return bytes;
  }

  list(directory: string): Promise<string[]> {
    return this.#inner.list(directory);
  }

  stat(path: string): Promise<FileStat | null> {
    return this.#inner.stat(this.#actual(path));
  }

  async mkdir(path: string): Promise<void> {
    await this.#inner.mkdir(path);
    this.#note(path, { kind: 'create', name: nameOf(path) });
  }

  rmdir(path: string): Promise<void> {
    return this.#inner.rmdir(path);
  }

  #note(path: string, change: EntryChange): void {
    const directory = path.slice(0, path.lastIndexOf('/')) || '/';
    const changes = this.#changes.get(directory);
    if (changes === undefined) this.#changes.set(directory, [change]);
    else changes.push(change);
  }

  #actual(path: string): string {
    const name = nameOf(path);
    const actual = this.#alteration.rewritesName?.(name) ?? name;
    return `${path.slice(0, path.length - name.length)}${actual}`;
  }

  async #contentOf(path: string): Promise<Uint8Array> {
    const actual = this.#actual(path);
    return (await this.#inner.stat(actual)) === null ? new Uint8Array(0) : this.#inner.readFile(actual);
  }
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
