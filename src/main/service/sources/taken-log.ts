import { setTimeout as wait } from 'node:timers/promises';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { changedShapes } from '../../formats/log/changed-shapes.ts';
import type { Format } from '../../formats/log/format.ts';
import type { Log } from '../../formats/log/log.ts';
import type { OpenedPlace } from '../storage/opened-place.ts';
import { asWalscopeError } from '../walscope-error.ts';
import { type LogCensus, takeCensus } from './log-keys.ts';
import { LogReader } from './log-reader.ts';
import { readForAMoment } from './read-for-a-moment.ts';

/** How often the files of an open directory are looked at, in ms; reading them anew takes no more than a fifth of a processor. */
const pace = { lookEveryMs: 1000, restPerRead: 4 };
/** Its keys are counted anew when there are this many times as many as the last time. */
const recountGrowth = 2;

type TakenState = 'reading' | 'read' | 'stopped' | 'failed';

/** Who hears of a log that is taken in. */
export interface TakenLogListener {
  /** Another log has taken the place of the one before. Called before any other. */
  onTaken: () => void;
  onKeys: () => void;
  onStatus: () => void;
  onInfo: () => void;
}

/**
 * What has been read of a directory, with its keys counted: some of it at first, then all, and from then on what is
 * there each time its engine has written to it.
 */
export class TakenLog {
  readonly reader: LogReader;
  readonly #format: Format;
  readonly #fileSystem: FileSystem;
  readonly #place: OpenedPlace;
  /** When reading began, ms since 1970. */
  readonly #readSinceMs: number;
  readonly #closed = new AbortController();
  #log: Log;
  #census: LogCensus;
  #state: TakenState;
  #failure = '';
  #counting = false;

  private constructor(parts: {
    reader: LogReader;
    format: Format;
    fileSystem: FileSystem;
    place: OpenedPlace;
    readSinceMs: number;
    log: Log;
    census: LogCensus;
    whole: boolean;
  }) {
    this.reader = parts.reader;
    this.#format = parts.format;
    this.#fileSystem = parts.fileSystem;
    this.#place = parts.place;
    this.#readSinceMs = parts.readSinceMs;
    this.#log = parts.log;
    this.#census = parts.census;
    this.#state = parts.whole ? 'read' : 'reading';
  }

  /** Resolves when all has been read, or after a moment with what has been read by then. */
  static async open(
    format: Format,
    directory: string,
    fileSystem: FileSystem,
    place: OpenedPlace,
  ): Promise<TakenLog> {
    const readSinceMs = Date.now();
    const reader = new LogReader(format, directory, fileSystem);
    reader.start();
    const { read: log, whole } = await readForAMoment(reader);
    const census = await takeCensus(log.table);
    return new TakenLog({ reader, format, fileSystem, place, readSinceMs, log, census, whole });
  }

  get log(): Log {
    return this.#log;
  }

  get census(): LogCensus {
    return this.#census;
  }

  /** `stopped`: somebody did. */
  get state(): TakenState {
    return this.#state;
  }

  /** Why reading has failed, in a sentence. */
  get failure(): string {
    return this.#failure;
  }

  /** Takes in the rest, and whatever changes. What it returns settles with the rest; null where there is none. */
  follow(listener: TakenLogListener): Promise<void> | null {
    const ready = this.#state === 'reading' ? this.#readOn(listener) : null;
    void this.#follow(ready, listener);
    return ready;
  }

  close(): void {
    this.#closed.abort();
    this.reader.close();
  }

  /** Takes in what is read, now and then, and in the end all of it. Never rejects. */
  async #readOn(listener: TakenLogListener): Promise<void> {
    const unlisten = this.reader.onChange(() => {
      listener.onStatus();
      void this.#recount(listener);
    });
    try {
      await this.#take(await this.reader.whole, listener);
      this.#state = 'read';
    } catch (error) {
      const { code, message } = asWalscopeError(error);
      // What was read since the keys were counted last counts as well.
      if (this.reader.current) await this.#take(this.reader.current, listener);
      this.#state = code === 'CANCELLED' ? 'stopped' : 'failed';
      this.#failure = message;
    } finally {
      unlisten();
    }
    tellAll(listener);
  }

  /** Has the directory read again whenever its engine, or somebody else, has written to it. Never rejects. */
  async #follow(ready: Promise<void> | null, listener: TakenLogListener): Promise<void> {
    await ready;
    while (this.#state === 'failed' && (await this.#cameBack())) await this.#readAgain(listener);
    if (this.#state !== 'read') return;
    const watched = {
      ...pace,
      keepsProcess: false,
      reader: this.#format,
      fileSystem: this.#fileSystem,
      readSinceMs: this.#readSinceMs,
    };
    const { signal } = this.#closed;
    for await (const change of changedShapes({ ...watched, signal, log: () => this.#log })) {
      // What is not there is not read as empty: what was read stays.
      if (await this.#place.isGone()) continue;
      this.reader.invalidate();
      try {
        await this.#take(await this.reader.whole, listener);
      } catch {
        // An engine that swaps its files may be met half way. What was read stays until they can be read again.
        continue;
      }
      change.taken();
      tellAll(listener);
    }
  }

  /** Whether it was gone, and is where it was again; waits for that until it is closed. */
  async #cameBack(): Promise<boolean> {
    const { signal } = this.#closed;
    if (!(await this.#place.isGone())) return false;
    while (!signal.aborted) {
      await wait(pace.lookEveryMs, undefined, { ref: false, signal }).catch(() => undefined);
      if (!(await this.#place.isGone())) return true;
    }
    return false;
  }

  async #readAgain(listener: TakenLogListener): Promise<void> {
    this.#state = 'reading';
    tellAll(listener);
    await this.#readOn(listener);
  }

  /** A log that is begun anew, since it takes more to read it, is taken once it has come as far. */
  async #recount(listener: TakenLogListener): Promise<void> {
    const { current } = this.reader;
    if (this.#counting || this.#state !== 'reading' || current === null) return;
    const counted = this.#census.ids.length;
    if (current.table.count < Math.max(1, counted) * recountGrowth) return;
    this.#counting = true;
    try {
      await this.#take(current, listener);
    } finally {
      this.#counting = false;
    }
    listener.onKeys();
  }

  async #take(log: Log, { onTaken }: TakenLogListener): Promise<void> {
    const census = await takeCensus(log.table);
    this.#log = log;
    this.#census = census;
    onTaken();
  }
}

function tellAll({ onKeys, onInfo, onStatus }: TakenLogListener): void {
  onKeys();
  onInfo();
  onStatus();
}
