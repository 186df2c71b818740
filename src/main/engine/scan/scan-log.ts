import { WalscopeError } from '../../../shared/errors.ts';
import { manifestFile } from '../format/file-names.ts';
import { sealLength } from '../format/seal.ts';
import { type SegmentHeader, segmentHeaderLength } from '../format/segment-header.ts';
import type { FileHandle, FileSystem } from '../fs/file-system.ts';
import { readSeal, sealProblem } from './check-seal.ts';
import { type Evidence, lacksProven, readEvidence } from './evidence.ts';
import { checkEnd, type KnownSegment, passOver, takeCountsFromSeal, takeKnown } from './known-segment.ts';
import { ReadWindow } from './read-window.ts';
import type { ScanOptions } from './scan-options.ts';
import type { LogEnd, ScanResult } from './scan-result.ts';
import { ScanState } from './scan-state.ts';
import { damageAcceptedAfter, type ExpectedEnd, expectedEnd, followsOn } from './segment-links.ts';
import { type ListedSegment, listSegments, type SegmentList } from './segment-list.ts';
import { SegmentWalk } from './segment-walk.ts';
import { Slicer } from './slicer.ts';
import { unreadFile } from './unread-file.ts';
import { verdictOf } from './verdict.ts';
import type { ScannedFile, ScanVisitor } from './visitor.ts';
import { WalkedSegment } from './walked-segment.ts';

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
    if (lacksProven(state, list, this.#options.acceptDamage === true)) this.#newDamage = true;
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
    const file = unreadFile(index, listed, this.#options.until ?? null);
    this.#state.files.push(file);
    this.#state.visitor.file?.(file);
    const acceptedBefore = damageAcceptedAfter(this.#list, index);
    const accepted = this.#options.acceptDamage === true || acceptedBefore;
    const known = this.#state.damaged.length;
    if (index < this.#firstIndex) passOver(this.#state, file);
    else if (listed.header === null || listed.problem !== null) this.#unusable(file, listed, accepted);
    else await this.#readSegment(index, file, listed.header, accepted);
    if (this.#state.damaged.length > known && !acceptedBefore) this.#newDamage = true;
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
    passOver(this.#state, file);
    this.#end = null;
    this.#continuable = false;
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
        await checkEnd(this.#state, { file, header, handle, expected });
        this.#goOnBehind(file, expected);
      } else if (expected?.sealed && (await this.#isReplayed({ file, header, handle, expected }))) {
        this.#goOnBehind(file, expected);
      } else {
        await this.#walk(index, file, header, handle, expected, accepted);
      }
    } finally {
      await handle.close();
    }
  }

  async #isReplayed(segment: KnownSegment): Promise<boolean> {
    const { replayed } = this.#options;
    if (replayed === undefined || this.#state.broken || !segment.file.entry?.closed) return false;
    return (await takeCountsFromSeal(segment)) && replayed(segment.file);
  }

  #goOnBehind(file: ScannedFile, expected: ExpectedEnd): void {
    this.#end = takeKnown(this.#state, file, expected);
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
    const hash = this.#options.hash === 'all' && from === null;
    const segment = new WalkedSegment(state, file, header, window, { expected, last, accepted, hash, from });
    const walk = new SegmentWalk(segment);
    await walk.run().finally(() => window.settle());
    file.chain = walk.chain;
    const covered = this.#options.resume?.covered.get(file.number);
    state.recordsRead += covered?.records ?? 0;
    file.frames = walk.wholeFrames + (covered?.frames ?? 0);
    file.records = segment.soundRecords + (covered?.records ?? 0);
    file.lastFrame = walk.lastFrame;
    const closed = file.entry?.closed ?? null;
    state.recordsLost +=
      closed !== null && from === null
        ? Math.max(closed.records - segment.soundRecords, 0)
        : segment.missingRecords;
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
}

function indexOfSegment(list: SegmentList, number: number): number {
  const index = list.segments.findIndex((segment) => segment.number === number);
  if (index >= 0) return index;
  throw new WalscopeError(
    'NOT_FOUND',
    `Segment ${number} has been compacted away: read the log from its start.`,
  );
}
