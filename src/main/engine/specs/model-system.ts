import type { FsyncPolicy, OpenOptions, Store } from '../api.ts';
import type { FileSystem } from '../fs/file-system.ts';
import { open } from '../open.ts';
import { type Contents, contentsOf } from './contents.ts';
import { ballast, Model, run, writtenAtMs } from './workload.ts';

/** What the store should hold, and the time that both go by. */
export interface Expected {
  model: Model;
  nowMs: number;
}

export function expectedAtFirst(): Expected {
  return { model: new Model().after(ballast), nowMs: writtenAtMs };
}

/** The store under test, and what it takes to restart it. */
export class System {
  readonly fileSystem: FileSystem;
  readonly directory: string;
  nowMs = writtenAtMs;
  readonly #options: OpenOptions;
  #policy: FsyncPolicy = 'always';
  #store: Store | null = null;

  constructor(fileSystem: FileSystem, directory: string, options: OpenOptions = {}) {
    this.fileSystem = fileSystem;
    this.directory = directory;
    this.#options = options;
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
      ...this.#options,
    });
  }

  /** Brings a new store to what `expectedAtFirst` says. */
  async begin(): Promise<void> {
    await this.open();
    await run(this.store, ballast);
    await this.store.snapshot();
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
