import type { Hash } from 'node:crypto';
import { createHash } from 'node:crypto';
import { plural } from '../../../shared/words.ts';
import { chainAfter, decodeFrameHeader, type FrameHeader, frameHeaderLength } from '../format/frame.ts';
import { minRecordLength } from '../format/record.ts';
import { decodeSeal, type Seal, sealLength } from '../format/seal.ts';
import { firstChain, type SegmentHeader, segmentHeaderLength } from '../format/segment-header.ts';
import { classifyTail, type FrameProblem, what } from './classify-tail.ts';
import { findFrame, findWholeFrame, payloadMatches } from './find-frame.ts';
import { emitSound, emitTorn, emitWhole, lastSeqOf, type Payload } from './frame-records.ts';
import type { ReadWindow } from './read-window.ts';
import type { ScanState } from './scan-state.ts';
import { SoundBases } from './sound-bases.ts';
import type { LastFrame, ScannedFile, ScanStatus } from './visitor.ts';
import { zeroToTheEnd } from './zeros.ts';

export interface WalkOptions {
  /** Where the segment logically ends, when anything but the segment itself says so. */
  expected: { offset: number; chain: number; sealed: boolean } | null;
  /** Nothing comes after it: what does not end may be the last write. */
  last: boolean;
  /** Someone has chosen to go on behind damage in it. */
  accepted: boolean;
  /** Take the SHA-256 of all bytes before the logical end. */
  hash: boolean;
  /** Go on from here instead of from the header. */
  from: { offset: number; chain: number } | null;
}

/** Reads one segment from its header to its logical end, frame by frame, past damage. */
export class SegmentWalk {
  readonly #state: ScanState;
  readonly #file: ScannedFile;
  readonly #header: SegmentHeader;
  readonly #window: ReadWindow;
  readonly #options: WalkOptions;
  readonly #limit: number;
  #position = segmentHeaderLength;
  #chain = 0;
  /** False after damage: the next frame's chain value is taken as it is. */
  #chainKnown = true;
  /** null as long as nothing of the segment is damaged, or no patches stand in it. */
  #bases: SoundBases | null = null;
  #wholeFrames = 0;
  /** Records that are whole, each on its own checksum. */
  soundRecords = 0;
  /** Records that are known to be missing by the numbers before and after them. */
  missingRecords = 0;
  seal: Seal | null = null;
  lastFrame: LastFrame | null = null;
  hash: Hash | null = null;

  constructor(
    state: ScanState,
    file: ScannedFile,
    header: SegmentHeader,
    window: ReadWindow,
    options: WalkOptions,
  ) {
    this.#state = state;
    this.#file = file;
    this.#header = header;
    this.#window = window;
    this.#options = options;
    this.#limit = Math.min(options.expected?.offset ?? window.size, window.size);
  }

  get position(): number {
    return this.#position;
  }

  get chain(): number {
    return this.#chain;
  }

  async run(): Promise<void> {
    await this.#begin();
    let goesOn = true;
    while (goesOn && this.#position < this.#limit) {
      goesOn = await this.#frame();
      if (this.#state.slicer.due()) await this.#state.pause();
    }
    const { expected, accepted } = this.#options;
    if (expected !== null && this.#state.makes('segment-end')) this.#compareEnd(expected, accepted);
    this.#file.end = this.#position;
  }

  async #begin(): Promise<void> {
    await this.#window.load(0, segmentHeaderLength);
    const headerBytes = this.#window.bytes.subarray(0, segmentHeaderLength);
    this.#chain = firstChain(headerBytes);
    if (this.#options.hash) this.hash = createHash('sha256').update(headerBytes);
    if (this.#options.from !== null) {
      this.#position = this.#options.from.offset;
      this.#chain = this.#options.from.chain;
    }
  }

  /** One frame, or one stretch of damage. False when there is nothing more to read. */
  async #frame(): Promise<boolean> {
    const at = this.#position;
    const headerThere = await this.#window.load(at, Math.min(frameHeaderLength, this.#limit - at));
    if (!headerThere || at + frameHeaderLength > this.#limit) {
      return (await this.#isUnused(at)) ? false : this.#damaged('short', null);
    }
    const header = decodeFrameHeader(this.#window.bytes, at - this.#window.base, this.#header.salt);
    if (header === null) {
      if ((await this.#isSeal(at)) || (await this.#isUnused(at))) return false;
      return this.#damaged('header', null);
    }
    if (!this.#followsOn(header)) return this.#damaged('order', header);
    const end = at + frameHeaderLength + header.payloadLength;
    if (end > this.#limit) return this.#damaged('unfinished', header);
    if (!(await this.#payloadIsSound(at, header))) {
      return this.#damaged('payload', header);
    }
    const payload = this.#payload(header, end);
    const lastSeq = lastSeqOf(payload);
    if (lastSeq === null) return this.#damaged('payload', header);
    await this.#whole(header, payload, lastSeq, end);
    return true;
  }

  #payloadIsSound(at: number, header: FrameHeader): Promise<boolean> {
    const { slicer } = this.#state;
    if (this.#state.makes('frame-payload')) return payloadMatches(this.#window, at, header, slicer);
    return this.#window.load(at, frameHeaderLength + header.payloadLength);
  }

  #followsOn(header: FrameHeader): boolean {
    if (!Number.isSafeInteger(header.firstSeq) || header.records === 0) return false;
    if (this.#state.makes('frame-sequence') && !this.#hasNextSeq(header)) return false;
    if (!this.#chainKnown || !this.#state.makes('frame-chain')) return true;
    const index = this.#position - this.#window.base;
    return header.chain === chainAfter(this.#window.bytes, index, this.#chain);
  }

  /** After damage, and in a compacted segment, numbers are left out. */
  #hasNextSeq({ firstSeq }: FrameHeader): boolean {
    const { nextSeq } = this.#state;
    return this.#chainKnown && !this.#header.compacted ? firstSeq === nextSeq : firstSeq >= nextSeq;
  }

  async #whole(header: FrameHeader, payload: Payload, lastSeq: number, end: number): Promise<void> {
    const state = this.#state;
    const status = state.wholeStatus;
    payload.frame = this.#emitFrame(header, end - this.#position, status);
    const hashed = this.hash;
    if (hashed !== null) {
      hashed.update(this.#window.bytes.subarray(payload.start - frameHeaderLength, payload.end));
    }
    let lost = 0;
    if (status === 'ok' && state.visitor.replay && payload.bases === null)
      await state.replay(payload, lastSeq);
    else lost = await emitWhole(state, payload, status);
    await state.visitor.frameEnd?.();
    this.lastFrame = { offset: this.#position, chainBefore: this.#chain, records: header.records };
    this.#chain = header.chain;
    this.#chainKnown = true;
    this.#wholeFrames++;
    this.soundRecords += header.records - lost;
    this.missingRecords += lost;
    if (Number.isSafeInteger(header.durableSeq)) {
      state.durableSeq = Math.max(state.durableSeq, header.durableSeq);
    }
    state.nextSeq = lastSeq + 1;
    state.usedSeq(lastSeq);
    this.#advance(end);
  }

  /** What stands at the current position is not the frame that should: find the next one, or say how the log ends. */
  async #damaged(problem: FrameProblem, header: FrameHeader | null): Promise<boolean> {
    const at = this.#position;
    if (this.#header.patches) this.#bases ??= new SoundBases(at);
    const state = this.#state;
    const { salt } = this.#header;
    const frameEnd =
      problem === 'payload' && header !== null ? at + frameHeaderLength + header.payloadLength : null;
    const atEnd = this.#options.last && this.#options.expected === null;
    const find = atEnd ? findWholeFrame : findFrame;
    // What is only in the wrong place is the next frame itself; one without records never is.
    const isNext = problem === 'order' && header !== null && header.records > 0;
    const from = isNext && header.firstSeq >= state.nextSeq ? at : at + 1;
    const found = await find(this.#window, frameEnd ?? from, this.#limit, salt, state.nextSeq, state.slicer);
    if (found === null && atEnd) return this.#tail(problem, header);
    const next = found?.offset ?? this.#limit;
    await this.#emitDamage(problem, header, frameEnd, next);
    if (found !== null && !this.#header.compacted) {
      this.missingRecords += Math.max(found.header.firstSeq - state.nextSeq, 0);
      state.nextSeq = Math.max(found.header.firstSeq, state.nextSeq);
    }
    this.#chainKnown = false;
    this.#advance(next);
    return found !== null;
  }

  async #emitDamage(
    problem: FrameProblem,
    header: FrameHeader | null,
    frameEnd: number | null,
    next: number,
  ): Promise<void> {
    const at = this.#position;
    const state = this.#state;
    const { accepted, expected } = this.#options;
    const end = next === this.#limit ? Math.max(expected?.offset ?? next, next) : next;
    const length = end === at ? frameHeaderLength : end - at;
    state.addDamage(this.#file.name, at, length, what(problem), accepted);
    if (frameEnd !== null && header !== null) await this.#emitBrokenFrame(header, frameEnd, accepted);
    const rest = frameEnd ?? at;
    if (next > rest) state.emitUnknown(this.#file.index, rest, next - rest, 'damaged');
  }

  /** A frame whose header is whole and whose payload is not: its records, one by one. */
  async #emitBrokenFrame(header: FrameHeader, frameEnd: number, accepted: boolean): Promise<void> {
    const state = this.#state;
    await this.#window.load(this.#position, frameEnd - this.#position);
    const payload = this.#payload(header, frameEnd);
    payload.frame = this.#emitFrame(header, frameEnd - this.#position, 'damaged');
    const lost = await emitSound(state, payload, accepted);
    await state.visitor.frameEnd?.();
    this.soundRecords += header.records - lost;
    this.missingRecords += lost;
    const lastSeq = header.firstSeq + header.records - 1;
    state.nextSeq = lastSeq + 1;
    state.usedSeq(lastSeq);
  }

  /** Nothing whole follows in the last segment. */
  async #tail(problem: FrameProblem, header: FrameHeader | null): Promise<boolean> {
    const state = this.#state;
    const offset = this.#position;
    const firstSeq = state.nextSeq;
    const frameEnd = header === null ? null : offset + frameHeaderLength + header.payloadLength;
    const { kind, reason, end } = await classifyTail(
      this.#window,
      {
        problem,
        offset,
        frameEnd: problem === 'order' ? null : frameEnd,
        firstSeq,
        durableSeq: state.durableSeq,
        salt: this.#header.salt,
      },
      state.slicer,
    );
    this.#file.size = end;
    state.tail = { file: this.#file, offset, length: end - offset, kind, reason };
    if (kind === 'lost') {
      state.addDamage(this.#file.name, offset, end - offset, reason, this.#options.accepted);
      this.missingRecords += state.durableSeq - firstSeq + 1;
    }
    await this.#emitTail(problem, header, kind === 'torn' ? 'torn' : 'damaged', end);
    const possible = header?.records ?? Math.ceil((end - offset) / minRecordLength);
    state.usedSeq(Math.max(firstSeq + possible - 1, state.durableSeq));
    if (kind === 'lost' && this.#options.accepted) this.#advance(end);
    return false;
  }

  async #emitTail(
    problem: FrameProblem,
    header: FrameHeader | null,
    status: 'torn' | 'damaged',
    end: number,
  ): Promise<void> {
    const state = this.#state;
    const at = this.#position;
    if (header === null || problem === 'order') {
      state.emitUnknown(this.#file.index, at, end - at, status);
      return;
    }
    const frameEnd = Math.min(at + frameHeaderLength + header.payloadLength, end);
    await this.#window.load(at, frameEnd - at);
    const payload = this.#payload(header, frameEnd);
    payload.frame = this.#emitFrame(header, frameEnd - at, status);
    if (status === 'torn') emitTorn(state, payload);
    else {
      const proven = state.tail?.kind === 'lost';
      const lost = await emitSound(state, payload, this.#options.accepted && proven);
      const sound = header.records - lost;
      this.missingRecords = proven ? Math.max(this.missingRecords - sound, 0) : lost;
    }
    if (end > frameEnd) state.emitUnknown(this.#file.index, frameEnd, end - frameEnd, status);
  }

  async #isSeal(at: number): Promise<boolean> {
    if (this.#options.expected !== null || !(await this.#window.load(at, sealLength))) return false;
    const seal = decodeSeal(this.#window.bytes, at - this.#window.base, this.#header.salt);
    if (seal === null || seal.offset !== at || seal.chain !== this.#chain) return false;
    this.seal = seal;
    return true;
  }

  /** Space that was filled with zeros ahead of the writer, and that nothing says was ever written to. */
  async #isUnused(at: number): Promise<boolean> {
    const { last, expected } = this.#options;
    const { durableSeq, nextSeq, slicer } = this.#state;
    if (!last || expected !== null || durableSeq >= nextSeq) return false;
    if (!(await zeroToTheEnd(this.#window, at, slicer))) return false;
    this.#file.size = at;
    return true;
  }

  #compareEnd(expected: { offset: number; chain: number }, accepted: boolean): void {
    const at = this.#position;
    if (at < expected.offset && at >= this.#window.size) {
      const missing = expected.offset - at;
      const reason = `the file ends ${plural(missing, 'byte')} before its last record did`;
      this.#state.addDamage(this.#file.name, at, missing, reason, accepted);
    } else if (this.#chainKnown && this.#chain !== expected.chain) {
      const reason = 'the chain of its frames does not end in the value that was recorded';
      this.#state.addDamage(this.#file.name, at, 0, reason, accepted);
    }
  }

  #payload(header: FrameHeader, end: number): Payload {
    const { base, bytes } = this.#window;
    const start = this.#position + frameHeaderLength;
    return {
      bytes,
      start: start - base,
      end: end - base,
      fileOffset: start,
      file: this.#file.index,
      frame: 0,
      firstSeq: header.firstSeq,
      records: header.records,
      compacted: this.#header.compacted,
      read: this.#window.readSync,
      bases: this.#bases,
    };
  }

  #emitFrame(header: FrameHeader, length: number, status: ScanStatus): number {
    // A replay looks at records only: for it no frame is described, only counted.
    if (this.#state.visitor.frame === undefined) return this.#state.frames++;
    return this.#state.beginFrame({
      file: this.#file.index,
      offset: this.#position,
      length,
      headerLength: frameHeaderLength,
      firstSeq: header.firstSeq,
      records: header.records,
      timeMs: Number.isSafeInteger(header.timeMs) ? header.timeMs : null,
      durableSeq: Number.isSafeInteger(header.durableSeq) ? header.durableSeq : null,
      status,
    });
  }

  get wholeFrames(): number {
    return this.#wholeFrames;
  }

  #advance(to: number): void {
    this.#state.doneBytes += to - this.#position;
    this.#position = to;
  }
}
