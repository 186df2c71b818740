import { typeOf } from '../../../shared/codes.ts';
import { WalscopeError } from '../../../shared/errors.ts';
import type { WatchChange } from '../api.ts';
import { segmentFile } from '../format/file-names.ts';
import { chainAfter, decodeFrameHeader, type FrameHeader, frameHeaderLength } from '../format/frame.ts';
import { isPatch, plainType } from '../format/patch.ts';
import { type PatchRecord, patchedValue } from '../format/patch-chain.ts';
import { decodeRecordHead, RecordHead } from '../format/record.ts';
import { decodeSeal, sealLength } from '../format/seal.ts';
import {
  decodeSegmentHeader,
  firstChain,
  type SegmentHeader,
  segmentHeaderLength,
} from '../format/segment-header.ts';
import type { FileHandle, FileSystem } from '../fs/file-system.ts';
import { payloadMatches } from '../scan/find-frame.ts';
import { ReadWindow } from '../scan/read-window.ts';
import { Slicer } from '../scan/slicer.ts';

/** Records of one frame, in `bytes` until the tail is asked for the next one. */
export interface TailFrame {
  bytes: Uint8Array;
  /** Index in `bytes` of the first record, and after the last. */
  start: number;
  end: number;
  /** In the segment, of the first record. */
  offset: number;
  firstSeq: number;
  lastSeq: number;
}

/**
 * What comes next in a segment. `nothing`: no whole frame yet. `sealed`: no other frame will come. `lost`: what was
 * read has been taken back: it belonged to a write that failed.
 */
export type TailRead = TailFrame | 'nothing' | 'sealed' | 'lost';

/** Reads a segment frame by frame while another process, or another part of this one, appends to it. */
export class SegmentTail {
  readonly number: number;
  readonly #handle: FileHandle;
  readonly #header: SegmentHeader;
  readonly #slicer = new Slicer();
  #window: ReadWindow | null = null;
  #offset = segmentHeaderLength;
  #chain: number;
  #nextSeq: number;

  constructor(handle: FileHandle, header: SegmentHeader, chain: number) {
    this.number = header.number;
    this.#handle = handle;
    this.#header = header;
    this.#chain = chain;
    this.#nextSeq = header.firstSeq;
  }

  /** From its first frame on. Throws ENOENT when a compaction has replaced it. */
  static async open(fileSystem: FileSystem, directory: string, number: number): Promise<SegmentTail> {
    const name = segmentFile(number);
    const handle = await fileSystem.open(`${directory}/${name}`, 'read');
    try {
      const bytes = new Uint8Array(segmentHeaderLength);
      await handle.read(bytes, 0);
      const header = decodeSegmentHeader(bytes);
      if (header.status === 'ok') return new SegmentTail(handle, header.value, firstChain(bytes));
      throw new WalscopeError('CORRUPT', `The header of ${name} cannot be read: verify ${directory}.`);
    } catch (error) {
      await handle.close().catch(() => undefined);
      throw error;
    }
  }

  /** Where the next frame begins, in bytes. */
  get offset(): number {
    return this.#offset;
  }

  async next(): Promise<TailRead> {
    if (this.#window !== null) {
      const read = await this.#read(this.#window);
      if (read !== 'nothing') return read;
    }
    const size = await this.#handle.size();
    if (size < this.#offset) return 'lost';
    this.#window = new ReadWindow(this.#handle, segmentFile(this.number), size);
    return this.#read(this.#window);
  }

  /** The value that a patch in it stands for. */
  async patched(record: PatchRecord): Promise<Uint8Array> {
    const read = (target: Uint8Array, at: number) => this.#handle.read(target, at);
    const value = await patchedValue(record, read);
    if (value !== null) return value;
    throw new WalscopeError(
      'CORRUPT',
      `What record ${record.seq} builds on is not in ${segmentFile(this.number)}: verify the store.`,
    );
  }

  close(): Promise<void> {
    return this.#handle.close();
  }

  async #read(window: ReadWindow): Promise<TailRead> {
    const at = this.#offset;
    if (!(await window.load(at, frameHeaderLength))) return 'nothing';
    const header = decodeFrameHeader(window.bytes, at - window.base, this.#header.salt);
    if (header === null) return (await this.#isSeal(window)) ? 'sealed' : 'nothing';
    const chain = chainAfter(window.bytes, at - window.base, this.#chain);
    if (header.chain !== chain || header.firstSeq !== this.#nextSeq) return 'lost';
    if (at + frameHeaderLength + header.payloadLength > window.size) return 'nothing';
    if (!(await payloadMatches(window, at, header, this.#slicer))) return 'nothing';
    return this.#take(window, header);
  }

  #take(window: ReadWindow, header: FrameHeader): TailFrame {
    const start = this.#offset - window.base + frameHeaderLength;
    const { firstSeq, payloadLength, records } = header;
    const offset = this.#offset + frameHeaderLength;
    this.#offset = offset + payloadLength;
    this.#chain = header.chain;
    this.#nextSeq = firstSeq + records;
    const lastSeq = this.#nextSeq - 1;
    return { bytes: window.bytes, start, end: start + payloadLength, offset, firstSeq, lastSeq };
  }

  async #isSeal(window: ReadWindow): Promise<boolean> {
    if (!(await window.load(this.#offset, sealLength))) return false;
    const seal = decodeSeal(window.bytes, this.#offset - window.base, this.#header.salt);
    return seal !== null && seal.offset === this.#offset && seal.chain === this.#chain;
  }
}

/** The changes of a frame of the segment from sequence number `from` on, with bytes of their own. */
export async function* changesOf(
  tail: SegmentTail,
  frame: TailFrame,
  from: number,
): AsyncGenerator<WatchChange> {
  const { bytes, end, lastSeq: frameSeq } = frame;
  const head = new RecordHead();
  let at = frame.start;
  for (let seq = frame.firstSeq; seq <= frame.lastSeq; seq++) {
    if (!decodeRecordHead(bytes, at, end, head)) {
      throw new WalscopeError(
        'CORRUPT',
        `Record ${seq} is none, though its frame is whole: verify the store.`,
      );
    }
    at = head.end;
    if (seq < from) continue;
    const key = bytes.slice(head.keyOffset, head.valueOffset);
    if (head.isDelete) yield { op: 'delete', seq, frameSeq, key };
    else {
      const { expireAt, type } = head;
      const stored = bytes.slice(head.valueOffset, head.end);
      const offset = frame.offset + head.offset - frame.start;
      const value = isPatch(type) ? await tail.patched({ key, value: stored, type, seq, offset }) : stored;
      const typed = type === 0 ? {} : { type: typeOf(plainType(type)) };
      yield { op: 'set', seq, frameSeq, key, value, expireAt, ...typed };
    }
  }
}
