import { WalscopeError } from '../../../shared/errors.ts';
import type { Verdict } from '../../../shared/model.ts';
import type { MaintenanceOptions, MaintenanceResult } from '../api.ts';
import { asWalscopeError } from '../commit/failures.ts';
import type { GroupCommit } from '../commit/group-commit.ts';
import type { LogWriter } from '../commit/log-writer.ts';
import type { ManifestFile } from '../commit/manifest-file.ts';
import type { WriteHealth } from '../commit/write-health.ts';
import type { LiveRecords } from '../compaction/live-records.ts';
import { runsOf } from '../compaction/runs.ts';
import type { FileSystem } from '../fs/file-system.ts';
import type { MergeStart } from '../keys/store-index.ts';
import { scanLog } from '../scan/scan-log.ts';
import { listSegments, type SegmentList } from '../scan/segment-list.ts';
import { Slicer, throwIfCancelled } from '../scan/slicer.ts';
import type { Segment } from '../segments/segment.ts';
import { Closing } from './closing.ts';
import {
  mergeSliceMs,
  type ReplaceParts,
  removeReplaced,
  replaceDamaged,
  replaceSegments,
} from './replace-segments.ts';
import type { StoreState } from './store-state.ts';
import { writeMissingHints } from './write-missing-hints.ts';

/** A compaction by hand leaves the oldest segments alone as long as less than this share of them is garbage. */
const worthwhileShare = 0.05;

export interface MaintenanceParts {
  fileSystem: FileSystem;
  state: StoreState;
  commit: GroupCommit;
  writer: LogWriter;
  manifest: ManifestFile;
  health: WriteHealth;
  onFiles: () => void;
  onDropped: (key: Uint8Array) => void;
}

/** Snapshots, compactions, hints and verification of an open store, one at a time, while writes go on. */
export class Maintenance {
  readonly #parts: MaintenanceParts & ReplaceParts;
  readonly #closing = new Closing();
  /** Ends the writing of hints, which are not worth waiting for. */
  #hinting: AbortController | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #merges = 0;
  #isAtWork = false;

  constructor(parts: MaintenanceParts) {
    this.#parts = { ...parts, replaced: [] };
  }

  /** A snapshot or compaction is under way or waits for its turn. */
  get isMerging(): boolean {
    return this.#merges > 0;
  }

  /** Something is under way that reads or writes files. */
  get isAtWork(): boolean {
    return this.#isAtWork;
  }

  snapshot(options: MaintenanceOptions): Promise<MaintenanceResult> {
    return this.#mergeInTurn(options, (segments) => segments);
  }

  compact(options: MaintenanceOptions): Promise<MaintenanceResult> {
    return this.#mergeInTurn(options, (segments) => this.#withGarbage(segments));
  }

  verify(options: MaintenanceOptions): Promise<Verdict> {
    return this.#inTurn(() => this.#verify(options));
  }

  /** Writes the hints that are missing. Opening is quicker with them; nothing else hangs on it. */
  async refreshHints(): Promise<void> {
    await this.#inTurn(() => this.#refreshHints()).catch(() => undefined);
  }

  async #refreshHints(): Promise<void> {
    const { fileSystem, state, manifest } = this.#parts;
    this.#hinting = new AbortController();
    const signal = anySignal(this.#closing.signal, this.#hinting.signal);
    // A merge that waits for its turn will write the hint of what it makes of these segments.
    const goesOn = () => !signal.aborted && !this.isMerging;
    await writeMissingHints(fileSystem, state, manifest.current.storeId, { signal, goesOn });
  }

  /** Cancels what is under way and waits for it to end. */
  async stop(): Promise<void> {
    this.#closing.begin();
    await this.#last.catch(() => undefined);
    await removeReplaced(this.#parts);
  }

  async #mergeInTurn(
    options: MaintenanceOptions,
    choose: (closed: readonly Segment[]) => readonly Segment[],
  ): Promise<MaintenanceResult> {
    this.#merges++;
    this.#hinting?.abort();
    try {
      return await this.#inTurn(() => this.#merge(options, choose));
    } finally {
      this.#merges--;
      // Nobody waits for a disk that takes its time to give back what it held.
      void this.#inTurn(() => this.#removeReplaced()).catch(() => undefined);
      void this.refreshHints();
    }
  }

  async #removeReplaced(): Promise<void> {
    if (this.#parts.replaced.length === 0) return;
    await removeReplaced(this.#parts);
    this.#parts.onFiles();
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(async () => {
      if (this.#closing.begun) throw new WalscopeError('CLOSED', 'The store has been closed.');
      this.#isAtWork = true;
      try {
        return await work();
      } finally {
        this.#isAtWork = false;
      }
    });
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #merge(
    options: MaintenanceOptions,
    choose: (closed: readonly Segment[]) => readonly Segment[],
  ): Promise<MaintenanceResult> {
    const started = performance.now();
    const { state, commit, health } = this.#parts;
    health.admit();
    throwIfCancelled(options.signal);
    const signal = anySignal(this.#closing.signal, options.signal);
    try {
      const { list, closed, start } = await commit.between(() => this.#rollAndFreeze());
      const bytesBefore = state.segments.sizeBytes;
      const control = { ...options, signal };
      if (list !== null) {
        start.release();
        await replaceDamaged(this.#parts, list, control);
      } else await this.#replaceRuns(start, choose(closed), control);
      health.succeeded();
      return {
        bytesBefore,
        bytesAfter: state.segments.sizeBytes,
        keys: state.index.count,
        ms: Math.round(performance.now() - started),
      };
    } catch (error) {
      const failure = asWalscopeError(error, 'The compaction');
      // A disk too full for a merge may still have room for what is written: that finds out by itself.
      if (failure.code === 'FSYNC_FAILED') health.failed(failure);
      throw failure;
    } finally {
      this.#parts.onFiles();
    }
  }

  async #replaceRuns(
    start: MergeStart,
    chosen: readonly Segment[],
    control: MaintenanceOptions & { signal: AbortSignal },
  ): Promise<void> {
    const live = await liveOf(start, chosen, control.signal).finally(() => start.release());
    for (const run of runsOf(chosen)) {
      // Of a store of many runs no more than one is on the disk twice.
      await removeReplaced(this.#parts);
      const ofRun = run.map((segment) => live.get(segment) as LiveRecords);
      await replaceSegments(this.#parts, run, ofRun, control);
    }
  }

  /**
   * Closes all that has been written, and keeps what the index says of it: a record that is overwritten from here on
   * is still merged, since a crash may take what overwrote it. Where damage has been accepted not every segment is
   * sound: then the merge needs the list of all files as they are at this moment; otherwise null.
   */
  async #rollAndFreeze(): Promise<{
    list: SegmentList | null;
    closed: readonly Segment[];
    start: MergeStart;
  }> {
    const { fileSystem, state, writer } = this.#parts;
    await writer.roll();
    const damaged = state.segments.ordered.some(({ header }) => header.damageAccepted);
    const list = damaged ? await listSegments(fileSystem, state.directory) : null;
    const closed = state.segments.ordered.filter((segment) => segment.closed !== null);
    return { list, closed, start: state.index.beginMerge() };
  }

  /** All segments from the first one on that is worth it: those before it hold hardly any garbage. */
  #withGarbage(closed: readonly Segment[]): readonly Segment[] {
    const { index } = this.#parts.state;
    const first = closed.findIndex((segment) => {
      const garbage = segment.recordBytes - index.liveBytes(segment.number);
      return garbage > segment.recordBytes * worthwhileShare;
    });
    return first < 0 ? [] : closed.slice(first);
  }

  async #verify(options: MaintenanceOptions): Promise<Verdict> {
    try {
      return await this.#scanAll(options);
    } catch (error) {
      throw asWalscopeError(error, 'The verification');
    }
  }

  async #scanAll(options: MaintenanceOptions): Promise<Verdict> {
    const { fileSystem, state, commit, writer } = this.#parts;
    throwIfCancelled(options.signal);
    const signal = anySignal(this.#closing.signal, options.signal);
    const { list, until } = await commit.between(async () => {
      const { segment, chain, nextSeq } = writer;
      const end = { number: segment.number, offset: segment.end, chain, nextSeq };
      return { list: await listSegments(fileSystem, state.directory), until: end };
    });
    const { onProgress } = options;
    const visitor = onProgress ? { slice: onProgress } : {};
    const { verdict } = await scanLog(fileSystem, state.directory, visitor, {
      list,
      until,
      signal,
      hash: 'all',
    });
    return verdict;
  }
}

async function liveOf(
  start: MergeStart,
  segments: readonly Segment[],
  signal: AbortSignal,
): Promise<Map<Segment, LiveRecords>> {
  const numbers = segments.map(({ number }) => number);
  const live = await start.live(numbers, new Slicer(signal, mergeSliceMs));
  return new Map(segments.map((segment, i) => [segment, live[i] as LiveRecords]));
}

function anySignal(first: AbortSignal, second: AbortSignal | undefined): AbortSignal {
  return second === undefined ? first : AbortSignal.any([first, second]);
}
