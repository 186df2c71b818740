import { join } from 'node:path';
import { WalscopeError } from '../../../shared/errors.ts';
import { manifestFile } from '../../engine/format/file-names.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { Listeners } from '../listeners.ts';

/** A deleted file takes writes and fsyncs as any other: only by looking for it one learns that it is gone. */
const lookEveryMs = 1000;

/** Where the directory of a store was when it was opened, and whether it is still there. */
export class OpenedPlace {
  readonly #directory: string;
  readonly #fileSystem: FileSystem;
  readonly #identity: string | null;
  readonly #changed = new Listeners();
  #wasGone = false;
  #timer: NodeJS.Timeout | null = null;

  private constructor(directory: string, fileSystem: FileSystem, identity: string | null) {
    this.#directory = directory;
    this.#fileSystem = fileSystem;
    this.#identity = identity;
  }

  /** To be taken as soon as the store is open: what lies there then counts as the store's own. */
  static async of(directory: string, fileSystem: FileSystem): Promise<OpenedPlace> {
    return new OpenedPlace(directory, fileSystem, await identityOf(directory, fileSystem));
  }

  /** Whether it was gone when it was last looked at. */
  get wasGone(): boolean {
    return this.#wasGone;
  }

  /** From now on looks about once a second, until `stop`; `onChange` hears when it goes, and when it comes back. */
  watch(onChange: () => void): () => void {
    this.#timer ??= setInterval(() => void this.isGone(), lookEveryMs).unref();
    return this.#changed.add(onChange);
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  /** Deleted, moved, or another one in its place. What cannot be looked at counts as it was. */
  async isGone(): Promise<boolean> {
    const isGone = await this.#look().catch(() => this.#wasGone);
    if (isGone !== this.#wasGone) {
      this.#wasGone = isGone;
      this.#changed.call();
    }
    return isGone;
  }

  /** `meaning`: what it means to whoever reads it, to the sentence's end. */
  error(meaning: string): WalscopeError {
    const found = `${this.#directory} has been deleted or moved while it was open`;
    return new WalscopeError('NOT_FOUND', `${found}: ${meaning}`);
  }

  async #look(): Promise<boolean> {
    const now = await identityOf(this.#directory, this.#fileSystem);
    if (now === null || now !== this.#identity) return true;
    return (await this.#fileSystem.stat(join(this.#directory, manifestFile))) === null;
  }
}

/** null when there is nothing of that name. */
async function identityOf(path: string, fileSystem: FileSystem): Promise<string | null> {
  const found = await fileSystem.stat(path);
  return found && (found.identity ?? '');
}
