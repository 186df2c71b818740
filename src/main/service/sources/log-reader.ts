import { WalscopeError } from '../../../shared/errors.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import type { Format, ReadOptions } from '../../formats/log/format.ts';
import type { Log } from '../../formats/log/log.ts';
import { Listeners } from '../listeners.ts';
import { type Throttled, throttle } from '../throttle.ts';
import type { LogReading } from './source.ts';

/** Between two readings of a log that is being written to, at least this long, in ms … */
const rereadEveryMs = 500;
/** … and a few times as long as the last one took, so that a long log is not read all the time. */
const rereadRest = 4;
const maxRestMs = 5000;
/** Progress of a reading is told at most this often, in ms. */
const tellEveryMs = 125;

/**
 * Reads the log of a directory when it is first asked for, in slices, and again when it was written to. While it is
 * read again the last reading stays in place.
 */
export class LogReader implements LogReading {
  readonly #format: Format;
  readonly #directory: string;
  readonly #fileSystem: FileSystem;
  readonly #listeners = new Listeners();
  readonly #tell: Throttled = throttle(() => this.#listeners.call(), tellEveryMs);
  #current: Log | null = null;
  #exact = false;
  #generation = 0;
  #readBytes = 0;
  #totalBytes = 0;
  #reading: { abort: AbortController; whole: Promise<Log> } | null = null;
  #stale = false;
  #lastMs = 0;
  #waiting: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(format: Format, directory: string, fileSystem: FileSystem) {
    this.#format = format;
    this.#directory = directory;
    this.#fileSystem = fileSystem;
  }

  get current(): Log | null {
    return this.#current;
  }

  get exact(): boolean {
    return this.#exact;
  }

  get readBytes(): number {
    return this.#readBytes;
  }

  get totalBytes(): number {
    return this.#totalBytes;
  }

  get generation(): number {
    return this.#generation;
  }

  get whole(): Promise<Log> {
    if (this.#exact && this.#current && !this.#stale) return Promise.resolve(this.#current);
    return this.#read();
  }

  onChange(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  start(): void {
    if (!this.#exact) this.#read();
  }

  cancel(): void {
    this.#reading?.abort.abort();
  }

  /** The directory was written to: reads again soon if anybody has asked for the log. */
  invalidate(): void {
    if (!this.#current && !this.#reading) return;
    this.#stale = true;
    if (this.#waiting || this.#reading || this.#closed) return;
    const restMs = Math.min(Math.max(rereadEveryMs, this.#lastMs * rereadRest), maxRestMs);
    this.#waiting = setTimeout(() => {
      this.#waiting = null;
      if (this.#stale) this.#read();
    }, restMs);
  }

  close(): void {
    this.#closed = true;
    this.#tell.cancel();
    if (this.#waiting) clearTimeout(this.#waiting);
    this.cancel();
  }

  /** Joins the reading that is under way, unless it began before the last write. */
  #read(): Promise<Log> {
    if (this.#closed) {
      return Promise.reject(new WalscopeError('CLOSED', `${this.#directory} has been closed.`));
    }
    if (this.#reading && !this.#stale) return this.#reading.whole;
    const before = this.#reading?.whole.catch(() => null) ?? Promise.resolve(null);
    this.#stale = false;
    const abort = new AbortController();
    const whole = before.then(() => this.#readWhole(abort.signal));
    const reading = { abort, whole };
    this.#reading = reading;
    const ended = () => {
      if (this.#reading !== reading) return;
      this.#reading = null;
      if (this.#stale) this.invalidate();
    };
    whole.then(ended, ended);
    return whole;
  }

  async #readWhole(signal: AbortSignal): Promise<Log> {
    signal.throwIfAborted();
    const started = performance.now();
    const options = this.#readOptions(signal);
    const known = this.#exact ? this.#current : null;
    const followed = known && (await this.#format.readOn?.(known, options));
    const log = followed ?? (await this.#format.read(this.#directory, options));
    // The first reading takes all there is; how long the next ones take is another matter.
    this.#lastMs = known ? performance.now() - started : 0;
    this.#current = log;
    this.#exact = true;
    this.#readBytes = log.sizeBytes;
    this.#totalBytes = log.sizeBytes;
    this.#generation++;
    this.#tell();
    return log;
  }

  /** Only the first reading is watched as it goes on; later ones change everything at once. */
  #readOptions(signal: AbortSignal): ReadOptions {
    const first = !this.#exact;
    return {
      fileSystem: this.#fileSystem,
      signal,
      onProgress: (done, total) => {
        if (!first) return;
        this.#readBytes = done;
        this.#totalBytes = total;
        this.#tell();
      },
      onSlice: (partial) => {
        if (!first) return;
        this.#current = partial;
        this.#generation++;
        this.#tell();
      },
    };
  }
}
