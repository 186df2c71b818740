import type { FsyncPolicy, Store } from '../api.ts';
import type { FileSystem } from '../fs/file-system.ts';
import { open } from '../open.ts';
import { type Contents, contentsOf } from './contents.ts';
import { Model, writtenAtMs } from './workload.ts';

/** What the store should hold, and the time that both go by. */
export interface Expected {
  model: Model;
  nowMs: number;
}

export const expectedAtFirst = (): Expected => ({ model: new Model(), nowMs: writtenAtMs });

/** The store under test, and what it takes to restart it. */
export class System {
  readonly fileSystem: FileSystem;
  readonly directory: string;
  nowMs = writtenAtMs;
  #policy: FsyncPolicy = 'always';
  #store: Store | null = null;

  constructor(fileSystem: FileSystem, directory: string) {
    this.fileSystem = fileSystem;
    this.directory = directory;
  }

  get store(): Store {
    if (this.#store === null) throw new Error('the store is not open');
    return this.#store;
  }

  async open(): Promise<void> {
    this.#store = await open(this.directory, {
      fileSystem: this.fileSystem,
      fsync: this.#policy,
      segmentBytes: 1500,
      garbageShare: null,
      now: () => this.nowMs,
    });
  }

  async close(): Promise<void> {
    await this.#store?.close();
    this.#store = null;
  }

  async reopen(): Promise<void> {
    await this.close();
    await this.open();
  }

  async setPolicy(policy: FsyncPolicy): Promise<void> {
    this.#policy = policy;
    await this.store.setPolicy(policy);
  }

  contents(): Promise<Contents> {
    return contentsOf(this.store);
  }
}
