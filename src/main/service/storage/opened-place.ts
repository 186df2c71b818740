import { join } from 'node:path';
import { WalscopeError } from '../../../shared/errors.ts';
import { manifestFile } from '../../engine/format/file-names.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { Listeners } from '../listeners.ts';

/** A deleted file takes writes and fsyncs as any other: only by looking for it one learns that it is gone. */
const lookEveryMs = 1000;

/** Where something was when it was opened, and whether it is still there. */
export class OpenedPlace {
  readonly #path: string;
  readonly #isThere: () => Promise<boolean>;
  readonly #changed = new Listeners();
  #wasGone = false;
  #timer: NodeJS.Timeout | null = null;

  private constructor(path: string, isThere: () => Promise<boolean>) {
    this.#path = path;
    this.#isThere = isThere;
  }

  /**
   * Of the directory of a store, to be taken as soon as the store is open: what lies there then counts as the store's
   * own, and another in its place does not.
   */
  static async ofStore(directory: string, fileSystem: FileSystem): Promise<OpenedPlace> {
    const identity = await identityOf(directory, fileSystem);
    return new OpenedPlace(directory, async () => {
      const now = await identityOf(directory, fileSystem);
      if (now === null || now !== identity) return false;
      return (await fileSystem.stat(join(directory, manifestFile))) !== null;
    });
  }

  /** Of what is only looked at: its own engine may put another in its place, and that is what is looked at then. */
  static ofWhatever(path: string, fileSystem: FileSystem): OpenedPlace {
    return new OpenedPlace(path, async () => (await fileSystem.stat(path)) !== null);
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
    const isGone = await this.#isThere().then(
      (isThere) => !isThere,
      () => this.#wasGone,
    );
    if (isGone !== this.#wasGone) {
      this.#wasGone = isGone;
      this.#changed.call();
    }
    return isGone;
  }

  /** `meaning`: what it means to whoever reads it, to the sentence's end. */
  error(meaning: string): WalscopeError {
    const found = `${this.#path} has been deleted or moved while it was open`;
    return new WalscopeError('NOT_FOUND', `${found}: ${meaning}`);
  }
}

/** null when there is nothing of that name. */
async function identityOf(path: string, fileSystem: FileSystem): Promise<string | null> {
  const found = await fileSystem.stat(path);
  return found && (found.identity ?? '');
}
