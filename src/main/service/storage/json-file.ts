import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { z } from 'zod';

/** The largest file of ours that is read, in bytes: settings and recents are far below. */
const maxFileBytes = 1024 * 1024;

/**
 * One JSON file in the data directory. It is replaced as a whole (temp, fsync, rename), so that a crash leaves the
 * old or the new one; one that is missing, broken or of another shape reads as its default.
 */
export class JsonFile<T> {
  readonly #path: string;
  readonly #schema: z.ZodType<T>;
  readonly #fallback: T;
  #value: T;
  #loaded: Promise<void> | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(path: string, schema: z.ZodType<T>, fallback: T) {
    this.#path = path;
    this.#schema = schema;
    this.#fallback = fallback;
    this.#value = fallback;
  }

  async read(): Promise<T> {
    this.#loaded ??= this.#load().then((value) => {
      this.#value = value;
    });
    await this.#loaded;
    return this.#value;
  }

  /** Applies `change` to what is there and saves the outcome; changes are saved one after the other. */
  async update(change: (value: T) => T): Promise<T> {
    await this.read();
    // Nothing is awaited between reading and replacing the value, so that no change is lost to another.
    const next = change(this.#value);
    this.#value = next;
    const saved = this.#writing.then(() => this.#save(next));
    this.#writing = saved.catch(() => undefined);
    await saved;
    return next;
  }

  async #load(): Promise<T> {
    try {
      const bytes = await readFile(this.#path);
      if (bytes.length > maxFileBytes) return this.#fallback;
      const parsed = this.#schema.safeParse(JSON.parse(bytes.toString('utf8')));
      return parsed.success ? parsed.data : this.#fallback;
    } catch {
      return this.#fallback;
    }
  }

  async #save(value: T): Promise<void> {
    await mkdir(dirname(this.#path), { recursive: true });
    const temporary = `${this.#path}.${randomBytes(4).toString('hex')}.tmp`;
    try {
      const file = await open(temporary, 'wx', 0o600);
      try {
        await file.writeFile(`${JSON.stringify(value, null, 2)}\n`);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, this.#path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }
}
