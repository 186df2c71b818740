/**
 * The only way to a disk. The engine, the formats and the crash lab do all their I/O through it, so that a test
 * can fail any single call and the lab can say what a disk holds after a crash.
 *
 * Errors are those of Node: an Error with `code` (ENOENT, ENOSPC, EIO …). Positions and lengths in bytes.
 */
export interface FileHandle {
  /** Reads up to `target.length` bytes; fewer only at the end of the file. */
  read(target: Uint8Array, position: number): Promise<number>;
  readSync(target: Uint8Array, position: number): number;
  /** Writes all of `data`, or throws having written an unknown part of it. The page cache, not the disk, has it then. */
  write(data: Uint8Array, position: number): Promise<void>;
  writeSync(data: Uint8Array, position: number): void;
  /** fdatasync: returns when the data, and the size needed to read it, are on the disk. */
  sync(): Promise<void>;
  /** The same, holding up the thread. */
  syncSync(): void;
  truncate(length: number): Promise<void>;
  size(): Promise<number>;
  /** Kernel-released exclusive lock on the file; false when another open file holds it. */
  tryLock(): boolean;
  close(): Promise<void>;
}

export type OpenMode =
  | 'read' // must exist; nothing about the file changes, not even its access time where the system allows it
  | 'write' // must exist; read and write
  | 'create' // must not exist; read and write
  | 'open-or-create';

export interface FileStat {
  size: number;
  mtimeMs: number;
  isDirectory: boolean;
  /** Permission bits, where the system has them. */
  mode?: number;
  /** Of two that are there at once never the same, and kept by a rename. Absent where the system has nothing of the kind. */
  identity?: string;
}

export interface FileSystem {
  open(path: string, mode: OpenMode): Promise<FileHandle>;
  /** Names in a directory, sorted by their bytes. */
  list(directory: string): Promise<string[]>;
  /** null when nothing is there. */
  stat(path: string): Promise<FileStat | null>;
  rename(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
  mkdir(path: string): Promise<void>;
  /** Removes an empty directory. */
  rmdir(path: string): Promise<void>;
  /** fsync of a directory: renames, creations and unlinks in it are on the disk. */
  syncDirectory(path: string): Promise<void>;
  readFile(path: string): Promise<Uint8Array>;
}
