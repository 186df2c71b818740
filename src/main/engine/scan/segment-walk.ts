import type { Hash } from 'node:crypto';
import { createHash } from 'node:crypto';
import { plural } from '../../../shared/words.ts';
import { chainAfter, decodeFrameHeader, type FrameHeader, frameHeaderLength } from '../format/frame.ts';
import { decodeSeal, type Seal, sealLength } from '../format/seal.ts';
import { firstChain, type SegmentHeader, segmentHeaderLength } from '../format/segment-header.ts';
import { endByHeader, type FrameProblem } from './broken-frame.ts';
import { findFrame, findWholeFrame, payloadMatches } from './find-frame.ts';
import { emitWhole, lastSeqOf, type Payload } from './frame-records.ts';
import type { ReadWindow } from './read-window.ts';
import { reportDamage } from './report-damage.ts';
import { reportTail } from './report-tail.ts';
import type { ScanState } from './scan-state.ts';
import { SoundBases } from './sound-bases.ts';
import type { LastFrame } from './visitor.ts';
import type { WalkedSegment, WalkOptions } from './walked-segment.ts';
import { zeroToTheEnd } from './zeros.ts';

/** Reads one segment from its header to its logical end, frame by frame, past damage. */
export class SegmentWalk {
  readonly #segment: WalkedSegment;
  readonly #state: ScanState;
  readonly #header: SegmentHeader;
  readonly #window: ReadWindow;
  readonly #options: WalkOptions;
  readonly #limit: number;
  #position = segmentHeaderLength;
  #chain = 0;
  /** False after damage: the next frame's chain value is taken as it is. */
  #chainKnown = true;
  #wholeFrames = 0;
  seal: Seal | null = null;
  lastFrame: LastFrame | null = null;
  hash: Hash | null = null;

  constructor(segment: WalkedSegment) {
    this.#segment = segment;
    this.#state = segment.state;
    this.#header = segment.header;
    this.#window = segment.window;
    this.#options = segment.options;
    this.#limit = segment.limit;
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
    this.#segment.file.end = this.#position;
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
    const payload = this.#segment.payload(header, at, end);
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
    payload.frame = this.#segment.emitFrame(header, this.#position, end - this.#position, status);
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
    this.#segment.soundRecords += header.records - lost;
    this.#segment.missingRecords += lost;
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
    const broken = { at, problem, header };
    const segment = this.#segment;
    const state = this.#state;
    if (this.#header.patches) segment.bases ??= new SoundBases(at);
    const frameEnd = problem === 'payload' && header !== null ? endByHeader(broken, header) : null;
    const atEnd = this.#options.last && this.#options.expected === null;
    const find = atEnd ? findWholeFrame : findFrame;
    // What is only in the wrong place is the next frame itself; one without records never is.
    const isNext = problem === 'order' && header !== null && header.records > 0;
    const from = isNext && header.firstSeq >= state.nextSeq ? at : at + 1;
    const { salt } = this.#header;
    const found = await find(this.#window, frameEnd ?? from, this.#limit, salt, state.nextSeq, state.slicer);
    if (found === null && atEnd) {
      this.#advance(await reportTail(segment, broken));
      return false;
    }
    const next = found?.offset ?? this.#limit;
    await reportDamage(segment, broken, frameEnd, next);
    if (found !== null && !this.#header.compacted) {
      segment.missingRecords += Math.max(found.header.firstSeq - state.nextSeq, 0);
      state.nextSeq = Math.max(found.header.firstSeq, state.nextSeq);
    }
    this.#chainKnown = false;
    this.#advance(next);
    return found !== null;
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
    this.#segment.file.size = at;
    return true;
  }

  #compareEnd(expected: { offset: number; chain: number }, accepted: boolean): void {
    const at = this.#position;
    if (at < expected.offset && at >= this.#window.size) {
      const missing = expected.offset - at;
      const reason = `the file ends ${plural(missing, 'byte')} before its last record did`;
      this.#state.addDamage(this.#segment.file.name, at, missing, reason, accepted);
    } else if (this.#chainKnown && this.#chain !== expected.chain) {
      const reason = 'the chain of its frames does not end in the value that was recorded';
      this.#state.addDamage(this.#segment.file.name, at, 0, reason, accepted);
    }
  }

  get wholeFrames(): number {
    return this.#wholeFrames;
  }

  #advance(to: number): void {
    this.#state.doneBytes += to - this.#position;
    this.#position = to;
  }
}
