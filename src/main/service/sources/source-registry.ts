import { randomBytes } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import type { Emit } from '../../../shared/contract/index.ts';
import type { SourceInfo } from '../../../shared/contract/source.ts';
import { WalscopeError } from '../../../shared/errors.ts';
import { maxOpenSources } from '../../../shared/limits.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { absolutePath } from '../storage/absolute-path.ts';
import { type Throttled, throttle } from '../throttle.ts';
import { type EngineDefaults, openSource } from './open-source.ts';
import type { Source } from './source.ts';

/** The status of one source is sent at most this often, in ms: 8 times a second. */
const statusEveryMs = 125;

interface Entry {
  source: Source;
  status: Throttled;
  unsubscribe: (() => void)[];
}

/** The directories that are open. One directory is open once: opening it again gives the same source. */
export class SourceRegistry {
  readonly #emit: Emit;
  readonly #fileSystem: FileSystem;
  readonly #engine: () => Promise<EngineDefaults>;
  readonly #entries = new Map<string, Entry>();
  readonly #opening = new Map<string, Promise<Source>>();
  #next = 1;

  constructor(options: {
    emit: Emit;
    fileSystem: FileSystem;
    /** What a store is opened with, as the settings say now. */
    engine: () => Promise<EngineDefaults>;
  }) {
    this.#emit = options.emit;
    this.#fileSystem = options.fileSystem;
    this.#engine = options.engine;
  }

  async open(options: { path: string; readOnly: boolean; create: boolean }): Promise<Source> {
    const path = await truePath(options.path);
    const open = [...this.#entries.values()].find((entry) => entry.source.path === path);
    if (open && options.create) {
      throw new WalscopeError(
        'NOT_EMPTY',
        `${path} holds a store that is open: choose a new or empty directory.`,
      );
    }
    if (open) return open.source;
    const opening = this.#opening.get(path);
    if (opening) return opening;
    if (this.#entries.size + this.#opening.size >= maxOpenSources) {
      throw new WalscopeError('TOO_LARGE', `${maxOpenSources} directories are open: close one first.`);
    }
    const opened = this.#open(path, options).finally(() => this.#opening.delete(path));
    this.#opening.set(path, opened);
    return opened;
  }

  /** Throws NOT_FOUND when it has been closed. */
  get(id: string): Source {
    const entry = this.#entries.get(id);
    if (!entry) throw new WalscopeError('NOT_FOUND', `The directory ${id} is not open: open it again.`);
    return entry.source;
  }

  list(): SourceInfo[] {
    return [...this.#entries.values()].map((entry) => entry.source.info());
  }

  async close(id: string): Promise<void> {
    const entry = this.#entries.get(id);
    if (!entry) return;
    this.#entries.delete(id);
    for (const unsubscribe of entry.unsubscribe) unsubscribe();
    entry.status.cancel();
    try {
      await entry.source.close();
    } finally {
      this.#emit('source.closed', { source: id });
    }
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#opening.values()].map((opening) => opening.catch(() => undefined)));
    await Promise.all([...this.#entries.keys()].map((id) => this.close(id)));
  }

  async #open(path: string, options: { readOnly: boolean; create: boolean }): Promise<Source> {
    const id = `source-${this.#next++}-${randomBytes(3).toString('hex')}`;
    const engine = await this.#engine();
    const source = await openSource({ ...options, id, path, engine, fileSystem: this.#fileSystem });
    const status = throttle(() => this.#emit('source.status', source.status()), statusEveryMs);
    this.#entries.set(id, {
      source,
      status,
      unsubscribe: [
        source.onStatus(status),
        source.onKeys(status),
        source.onInfo(() => this.#emit('source.changed', source.info())),
      ],
    });
    return source;
  }
}

/** The true path of a directory, so that two names of one place are the same tab. */
async function truePath(path: string): Promise<string> {
  const full = absolutePath(path);
  return realpath(full).catch(() => full);
}
