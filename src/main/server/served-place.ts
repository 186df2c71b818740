import type { BigIntStats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { WalscopeError } from '../../shared/errors.ts';
import { manifestFile } from '../engine/format/file-names.ts';

/** A deleted file takes writes and fsyncs as any other: only by looking for it one learns that it is gone. */
const lookEveryMs = 1000;

/** Where a directory was when it was opened, and whether it is still there. */
export class ServedPlace {
  readonly #directory: string;
  readonly #found: BigIntStats | null;
  #timer: NodeJS.Timeout | null = null;

  private constructor(directory: string, found: BigIntStats | null) {
    this.#directory = directory;
    this.#found = found;
  }

  static async of(directory: string): Promise<ServedPlace> {
    return new ServedPlace(directory, await statOf(directory));
  }

  /** Looks about once a second, and calls back once it is gone. */
  watch(onGone: () => void): void {
    this.#timer = setInterval(() => {
      void this.isGone().then((isGone) => {
        if (isGone) onGone();
      });
    }, lookEveryMs);
    this.#timer.unref();
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  /** What cannot be looked at counts as there. */
  async isGone(): Promise<boolean> {
    try {
      const now = await statOf(this.#directory);
      if (now === null || (await statOf(join(this.#directory, manifestFile))) === null) return true;
      return now.ino !== this.#found?.ino || now.dev !== this.#found.dev;
    } catch {
      return false;
    }
  }

  error(): WalscopeError {
    return new WalscopeError(
      'NOT_FOUND',
      `${this.#directory} has been deleted or moved while it was open: what clients wrote is lost with it, unless it was moved.`,
    );
  }
}

/** null when there is nothing of that name. */
async function statOf(path: string): Promise<BigIntStats | null> {
  try {
    return await stat(path, { bigint: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw error;
  }
}
