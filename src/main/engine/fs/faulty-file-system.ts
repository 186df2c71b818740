import { type Errno, errnoError } from './errno.ts';
import { FaultyFileHandle } from './faulty-file-handle.ts';
import type { FileHandle, FileStat, FileSystem, OpenMode } from './file-system.ts';

/** Reads and writes count together, whether they block or not. */
export const callKinds = [
  'open',
  'list',
  'stat',
  'rename',
  'unlink',
  'mkdir',
  'rmdir',
  'syncDirectory',
  'readFile',
  'read',
  'write',
  'sync',
  'truncate',
  'size',
  'tryLock',
  'close',
] as const;
export type CallKind = (typeof callKinds)[number];

export interface Call {
  kind: CallKind;
  path: string;
  /** Position among all calls and among those of its kind, from 1. */
  number: number;
  numberOfKind: number;
}

export interface Fault {
  kind: CallKind;
  /** Which call of its kind fails, from 1, counted from the wrapper's beginning. */
  nth: number;
  errno: Errno;
  /** `once`: the next call succeeds again. `stays`: every later call of this kind fails until `heal`. */
  duration: 'once' | 'stays';
  /** Bytes of a failing write that reach the file all the same. Default 0. */
  shortBytes?: number;
}

/** Called before each call takes effect; what it throws the call throws. */
export type CallHook = (call: Call) => void;

/** Any file system, made to fail on purpose: a chosen call, all calls after one, or all of them from a crash on. */
export class FaultyFileSystem implements FileSystem {
  readonly #inner: FileSystem;
  readonly #onCall: CallHook | undefined;
  readonly #counts: Record<CallKind, number>;
  #calls = 0;
  #fault: Fault | null = null;
  #crashed = false;
  #failures = 0;

  constructor(inner: FileSystem, onCall?: CallHook) {
    this.#inner = inner;
    this.#onCall = onCall;
    this.#counts = Object.fromEntries(callKinds.map((kind) => [kind, 0])) as Record<CallKind, number>;
  }

  /** Calls so far, of one kind. */
  count(kind: CallKind): number {
    return this.#counts[kind];
  }

  /** Calls that failed on purpose. */
  get failures(): number {
    return this.#failures;
  }

  arm(fault: Fault): void {
    this.#fault = fault;
  }

  heal(): void {
    this.#fault = null;
  }

  /** From now on every call fails and changes nothing, as for a process whose machine has stopped. */
  crash(): void {
    this.#crashed = true;
  }

  async open(path: string, mode: OpenMode): Promise<FileHandle> {
    this.check('open', path);
    return new FaultyFileHandle(this, await this.#inner.open(path, mode), path);
  }

  async list(directory: string): Promise<string[]> {
    this.check('list', directory);
    return await this.#inner.list(directory);
  }

  async stat(path: string): Promise<FileStat | null> {
    this.check('stat', path);
    return await this.#inner.stat(path);
  }

  async rename(from: string, to: string): Promise<void> {
    this.check('rename', from);
    await this.#inner.rename(from, to);
  }

  async unlink(path: string): Promise<void> {
    this.check('unlink', path);
    await this.#inner.unlink(path);
  }

  async mkdir(path: string): Promise<void> {
    this.check('mkdir', path);
    await this.#inner.mkdir(path);
  }

  async rmdir(path: string): Promise<void> {
    this.check('rmdir', path);
    await this.#inner.rmdir(path);
  }

  async syncDirectory(path: string): Promise<void> {
    this.check('syncDirectory', path);
    await this.#inner.syncDirectory(path);
  }

  async readFile(path: string): Promise<Uint8Array> {
    this.check('readFile', path);
    return await this.#inner.readFile(path);
  }

  /** Counts a call and throws when it is to fail. `onShort` is given the bytes that a failing write leaves behind. */
  check(kind: CallKind, path: string, onShort?: (bytes: number) => void): void {
    this.#refuseAfterCrash(kind, path);
    this.#calls += 1;
    this.#counts[kind] += 1;
    const numberOfKind = this.#counts[kind];
    this.#onCall?.({ kind, path, number: this.#calls, numberOfKind });
    this.#refuseAfterCrash(kind, path);
    const fault = this.#fault;
    if (fault === null || fault.kind !== kind) return;
    if (fault.duration === 'once' ? numberOfKind !== fault.nth : numberOfKind < fault.nth) return;
    this.#failures += 1;
    onShort?.(fault.shortBytes ?? 0);
    throw errnoError(fault.errno, kind, path);
  }

  #refuseAfterCrash(kind: CallKind, path: string): void {
    if (this.#crashed) throw errnoError('EIO', kind, path);
  }
}
