import { WalscopeError } from '../../../shared/errors.ts';
import type { Verdict } from '../../../shared/model.ts';
import type { DurableMark } from '../format/durable-mark.ts';
import { manifestFile } from '../format/file-names.ts';
import type { Manifest } from '../format/manifest.ts';
import { sealLength } from '../format/seal.ts';
import { type SegmentHeader, segmentHeaderLength } from '../format/segment-header.ts';
import type { FileHandle, FileSystem } from '../fs/file-system.ts';
import { readSeal, sealProblem } from './check-seal.ts';
import type { Check } from './checks.ts';
import { type Evidence, readEvidence } from './evidence.ts';
import { ReadWindow } from './read-window.ts';
import { ScanState, type Tail } from './scan-state.ts';
import { damageAcceptedAfter, type ExpectedEnd, expectedEnd, followsOn } from './segment-links.ts';
import { type ListedSegment, listSegments, type SegmentList } from './segment-list.ts';
import { SegmentWalk } from './segment-walk.ts';
import { Slicer } from './slicer.ts';
import { verdictOf } from './verdict.ts';
import type { ScannedFile, ScanVisitor } from './visitor.ts';

export interface ScanOptions {
  signal?: AbortSignal;
  /** Treat damage as passed: someone chooses to go on with what is readable behind it. Default false. */
  acceptDamage?: boolean;
  /** `all`: compare the SHA-256 of sealed segments too. */
  hash?: 'all';
  /** Asked for each sealed segment whose ends are sound: true when its records need not be read from it. */
  replayed?: (file: ScannedFile) => Promise<boolean>;
  /** Read on from where someone knows the log up to. What comes before counts, though it is not handed on. */
  resume?: ResumePoint;
  /** Read on from where an earlier scan ended. What it counted is not counted again. */
  from?: LogEnd;
  /** Read no further: what comes after is still being written. */
  until?: LogEnd;
  /** What `listSegments` gave, where that had to be asked at a certain moment. */
  list?: SegmentList;
  /** Checks not to make; for the crash lab. Default none. */
  leaveOut?: ReadonlySet<Check>;
}

/** The end of a log, so far. */
export interface LogEnd {
  number: number;
  offset: number;
  chain: number;
  /** Sequence number of the next record. */
  nextSeq: number;
}

/** What is known of a log whose beginning need not be read again. */
export interface ResumePoint {
  from: LogEnd;
  /** Of each segment up to the one that `from` is in: what it has before `from`. */
  covered: ReadonlyMap<number, { frames: number; records: number }>;
  /** Records up to this one are known, though they may come behind `from`. All of them are durable. */
  knownSeq: number;
}

export interface ScanResult {
  storeId: Uint8Array | null;
  files: readonly ScannedFile[];
  verdict: Verdict;
  /** After the last frame that counts; null when there is no segment to end in. */
  end: LogEnd | null;
  /** The last segment can be written on: it is whole, unsealed, and nothing follows its last frame. */
  continuable: boolean;
  /** Lowest sequence number that no record has had, not even one that is lost or torn. */
  freshSeq: number;
  lastSeq: number;
  /** Highest sequence number that anything says was durable. */
  durableSeq: number;
  frames: number;
  /** What follows the last whole frame; null when nothing does. */
  tail: Tail | null;
  manifest: Manifest | null;
  mark: DurableMark | null;
  /** There is damage that nobody has chosen to go on behind before. */
  newDamage: boolean;
  /** The store was being created and nothing had been written to it. */
  unfinishedCreation: boolean;
}

/**
 * Reads a store's files in the order of replay and reports each file, frame and record to the visitor: the one
 * reader behind recovery, verification, the timeline and salvage. Changes nothing.
 */
export async function scanLog(
  fileSystem: FileSystem,
  directory: string,
  visitor: ScanVisitor,
  options: ScanOptions = {},
): Promise<ScanResult> {
  const list = options.list ?? (await listSegments(fileSystem, directory));
  if (list.manifestProblem?.kind === 'missing' && list.segments.length === 0) {
    throw new WalscopeError('UNKNOWN_FORMAT', `${directory} holds no Walscope store.`);
  }
  return new LogScan(fileSystem, directory, visitor, options, list).run();
}

class LogScan {
  readonly #fileSystem: FileSystem;
  readonly #directory: string;
  readonly #options: ScanOptions;
  readonly #list: SegmentList;
  readonly #state: ScanState;
  readonly #evidence: Evidence;
  /** Index of the segment where an earlier scan ended; 0 when all is read. */
  readonly #firstIndex: number;
  readonly #from: LogEnd | null;
  #end: LogEnd | null = null;
  #continuable = false;
  #newDamage = false;

  constructor(
    fileSystem: FileSystem,
    directory: string,
    visitor: ScanVisitor,
    options: ScanOptions,
    list: SegmentList,
  ) {
    this.#fileSystem = fileSystem;
    this.#directory = directory;
    this.#options = options;
    this.#list = list;
    this.#state = new ScanState(visitor, new Slicer(options.signal), options.leaveOut ?? new Set());
    this.#evidence = readEvidence(list);
    const { from, until, resume } = options;
    this.#from = from ?? resume?.from ?? null;
    this.#state.durableSeq = Math.min(
      Math.max(this.#evidence.durableSeq, resume?.knownSeq ?? 0),
      (until?.nextSeq ?? Number.POSITIVE_INFINITY) - 1,
    );
    this.#state.totalBytes = list.segments.reduce((sum, segment) => sum + segment.size, 0);
    this.#firstIndex = from ? indexOfSegment(list, from.number) : 0;
  }

  async run(): Promise<ScanResult> {
    const state = this.#state;
    const list = this.#list;
    const unfinishedCreation = this.#isUnfinishedCreation();
    if (list.manifestProblem !== null && !unfinishedCreation) {
      state.addDamage(manifestFile, 0, 0, list.manifestProblem.reason, true);
      this.#newDamage = true;
    }
    for (let index = 0; index < list.segments.length; index++) await this.#segment(index);
    this.#compareWithEvidence();
    const markProblem = unfinishedCreation ? null : this.#evidence.problem;
    return {
      storeId: list.storeId,
      files: state.files,
      verdict: verdictOf({ state, list, unfinishedCreation, markProblem }),
      end: this.#end,
      continuable: this.#continuable && state.tail === null && !this.#newDamage,
      newDamage: this.#newDamage || markProblem?.kind === 'wrong-store',
      freshSeq: Math.max(state.freshSeq, state.nextSeq, state.durableSeq + 1),
      lastSeq: state.lastSeq,
      durableSeq: state.durableSeq,
      frames: state.frames,
      tail: state.tail,
      manifest: list.manifest,
      mark: list.mark?.mark ?? null,
      unfinishedCreation,
    };
  }

  #isUnfinishedCreation(): boolean {
    const { manifestProblem, segments } = this.#list;
    if (manifestProblem?.kind !== 'missing' || this.#evidence.durableSeq > 0) return false;
    return segments.every((segment) => segment.number === 1 && segment.size <= segmentHeaderLength);
  }

  async #segment(index: number): Promise<void> {
    const listed = this.#list.segments[index] as ListedSegment;
    const file = this.#beginFile(index, listed);
    const acceptedBefore = damageAcceptedAfter(this.#list, index);
    const accepted = this.#options.acceptDamage === true || acceptedBefore;
    const known = this.#state.damaged.length;
    if (index < this.#firstIndex) this.#passOver(file);
    else if (listed.header === null || listed.problem !== null) this.#unusable(file, listed, accepted);
    else await this.#readSegment(index, file, listed.header, accepted);
    if (this.#state.damaged.length > known && !acceptedBefore) this.#newDamage = true;
  }

  #beginFile(index: number, listed: ListedSegment): ScannedFile {
    const kind = listed.header?.compacted || listed.entry?.compacted ? 'snapshot' : 'log';
    const usable = listed.problem === null ? listed.header : null;
    const { until } = this.#options;
    const file: ScannedFile = {
      index,
      name: listed.name,
      number: listed.number,
      kind: listed.problem?.kind === 'missing' ? 'missing' : kind,
      size: until?.number === listed.number ? Math.min(until.offset, listed.size) : listed.size,
      headerLength: usable === null ? 0 : segmentHeaderLength,
      header: usable,
      entry: listed.entry,
      createdMs: listed.header?.createdMs ?? null,
      sealed: listed.entry?.closed?.sealed ?? false,
      end: listed.entry?.closed?.offset ?? listed.size,
      chain: listed.entry?.closed?.chain ?? 0,
      frames: 0,
      records: 0,
      lastFrame: null,
    };
    this.#state.files.push(file);
    this.#state.visitor.file?.(file);
    return file;
  }

  /** A file that is missing, of another store, or without a readable header. */
  #unusable(file: ScannedFile, listed: ListedSegment, accepted: boolean): void {
    const state = this.#state;
    const closed = listed.entry?.closed ?? null;
    const length = Math.max(listed.size, closed?.offset ?? 0);
    state.addDamage(file.name, 0, length, listed.problem?.reason ?? 'it cannot be read', accepted);
    if (listed.problem?.kind === 'damaged' && listed.size > 0) {
      state.emitUnknown(file.index, 0, listed.size, 'damaged');
    }
    state.recordsLost += closed?.records ?? 0;
    this.#passOver(file);
    this.#end = null;
    this.#continuable = false;
  }

  /** Goes on behind a segment whose frames are not read. */
  #passOver(file: ScannedFile): void {
    const lastSeq = Math.max(
      file.entry?.closed?.lastSeq ?? 0,
      file.header?.lastSeq ?? 0,
      (file.header?.firstSeq ?? 1) - 1,
    );
    this.#state.nextSeq = Math.max(this.#state.nextSeq, lastSeq + 1);
    this.#state.usedSeq(lastSeq);
    this.#state.doneBytes += file.size;
  }

  async #readSegment(
    index: number,
    file: ScannedFile,
    header: SegmentHeader,
    accepted: boolean,
  ): Promise<void> {
    if (this.#state.makes('segment-link') && !followsOn(this.#list, index, this.#state.nextSeq)) {
      const reason = `it does not follow on from ${this.#list.segments[index - 1]?.name}`;
      this.#state.addDamage(file.name, 0, segmentHeaderLength, reason, accepted);
    }
    const handle = await this.#fileSystem.open(`${this.#directory}/${file.name}`, 'read');
    try {
      const expected = expectedEnd(this.#list, index);
      const covered = this.#options.resume?.covered.get(file.number);
      if (expected !== null && covered !== undefined && file.number !== this.#from?.number) {
        file.frames = covered.frames;
        file.records = covered.records;
        await this.#covered(file, header, handle, expected);
      } else if (expected?.sealed && (await this.#replayed(file, header, handle, expected))) {
        this.#takeReplayed(file, expected);
      } else {
        await this.#walk(index, file, header, handle, expected, accepted);
      }
    } finally {
      await handle.close();
    }
  }

  async #replayed(
    file: ScannedFile,
    header: SegmentHeader,
    handle: FileHandle,
    expected: ExpectedEnd,
  ): Promise<boolean> {
    const { replayed } = this.#options;
    if (replayed === undefined || this.#state.broken || !file.entry?.closed) return false;
    const seal = await readSeal(handle, expected.offset, header.salt);
    if (seal === null || sealProblem(seal, expected, null) !== null) return false;
    file.frames = seal.frames;
    file.records = seal.records;
    return replayed(file);
  }

  /** A segment whose records are known: that it has not lost its end is all that is looked at. */
  async #covered(
    file: ScannedFile,
    header: SegmentHeader,
    handle: FileHandle,
    expected: ExpectedEnd,
  ): Promise<void> {
    const seal = expected.sealed ? await readSeal(handle, expected.offset, header.salt) : null;
    const problem = expected.sealed ? sealProblem(seal, expected, null) : null;
    if (problem !== null) this.#state.addDamage(file.name, expected.offset, sealLength, problem, false);
    this.#takeReplayed(file, expected);
  }

  #takeReplayed(file: ScannedFile, expected: ExpectedEnd): void {
    this.#state.recordsRead += file.records;
    this.#passOver(file);
    this.#state.lastSeq = Math.max(this.#state.lastSeq, this.#state.nextSeq - 1);
    file.end = expected.offset;
    this.#end = {
      number: file.number,
      offset: expected.offset,
      chain: expected.chain,
      nextSeq: this.#state.nextSeq,
    };
    this.#continuable = false;
  }

  async #walk(
    index: number,
    file: ScannedFile,
    header: SegmentHeader,
    handle: FileHandle,
    expected: ExpectedEnd | null,
    accepted: boolean,
  ): Promise<void> {
    const state = this.#state;
    const last = index === this.#list.segments.length - 1;
    const from = this.#from?.number === file.number ? this.#from : null;
    state.nextSeq = from?.nextSeq ?? Math.max(state.nextSeq, header.firstSeq);
    const window = new ReadWindow(handle, file.name, file.size, true);
    const walk = new SegmentWalk(state, file, header, window, {
      expected,
      last,
      accepted,
      hash: this.#options.hash === 'all' && from === null,
      from,
    });
    await walk.run().finally(() => window.settle());
    file.chain = walk.chain;
    const covered = this.#options.resume?.covered.get(file.number);
    state.recordsRead += covered?.records ?? 0;
    file.frames = walk.wholeFrames + (covered?.frames ?? 0);
    file.records = walk.soundRecords + (covered?.records ?? 0);
    file.lastFrame = walk.lastFrame;
    const closed = file.entry?.closed ?? null;
    state.recordsLost +=
      closed !== null && from === null
        ? Math.max(closed.records - walk.soundRecords, 0)
        : walk.missingRecords;
    state.nextSeq = Math.max(state.nextSeq, header.lastSeq + 1, (closed?.lastSeq ?? 0) + 1);
    state.usedSeq(state.nextSeq - 1);
    if (!state.broken) state.lastSeq = Math.max(state.lastSeq, header.lastSeq);
    file.sealed = expected?.sealed ?? walk.seal !== null;
    this.#end = { number: file.number, offset: walk.position, chain: walk.chain, nextSeq: state.nextSeq };
    this.#continuable = expected === null && walk.seal === null && !header.compacted;
    if (expected?.sealed && walk.position === expected.offset && state.makes('segment-seal')) {
      const seal = await readSeal(handle, expected.offset, header.salt);
      const problem = sealProblem(seal, expected, walk.hash?.copy().digest() ?? null);
      if (problem !== null) state.addDamage(file.name, expected.offset, sealLength, problem, accepted);
    }
  }

  /** The log must reach as far as anything says that it was durable. */
  #compareWithEvidence(): void {
    const state = this.#state;
    const last = state.files.at(-1);
    const lastSeq = state.nextSeq - 1;
    if (last === undefined || state.tail !== null || state.broken || last.header === null) return;
    if (state.durableSeq <= lastSeq) return;
    const mark = this.#list.mark?.mark;
    const length = mark?.segment === last.number ? Math.max(mark.offset - last.size, 0) : 0;
    const reason = `the file ends before record ${lastSeq + 1}, though an fsync had proven all up to ${state.durableSeq}`;
    state.recordsLost += state.durableSeq - lastSeq;
    state.addDamage(last.name, last.size, length, reason, this.#options.acceptDamage === true);
    this.#newDamage = true;
  }
}

function indexOfSegment(list: SegmentList, number: number): number {
  const index = list.segments.findIndex((segment) => segment.number === number);
  if (index >= 0) return index;
  throw new WalscopeError(
    'NOT_FOUND',
    `Segment ${number} has been compacted away: read the log from its start.`,
  );
}
