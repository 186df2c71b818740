import { frameHeaderLength } from '../format/frame.ts';
import { FrameBuilder } from '../format/frame-builder.ts';
import { encodePatch, isPatch, patchType, stepsLength } from '../format/patch.ts';
import type { PatchableValue, VersionPlace } from '../format/record-parts.ts';
import type { WriteTarget } from './pending-write.ts';

/** A record that is left out of a frame until it is known where the frame goes. */
export interface LateRecord {
  /** Its place among the records of the frame. */
  index: number;
  /** Where it belongs in the frame that lacks it. */
  offset: number;
  key: Uint8Array;
  value: PatchableValue;
  /** typeCode of the value. */
  type: number;
  /** ms since 1970; null = never. */
  expireAt: number | null;
}

/** A late record as it has been put in. */
export interface FilledRecord {
  index: number;
  /** In the frame. */
  offset: number;
  length: number;
  key: Uint8Array;
  /** Of what the record holds: the value, or a patch. */
  valueLength: number;
  /** Of the value. */
  wholeLength: number;
  type: number;
}

/** Where a frame is to go. */
export interface FramePosition {
  segment: number;
  /** In the segment. */
  offset: number;
  /** Patches may stand there. */
  takesPatches: boolean;
}

/** A shorter value is not worth a patch. Bytes. */
const minPatchedBytes = 96;
/** So many patches may have to be read with any value; with a long one another for each so many bytes, up to a limit. */
const alwaysPatches = 4;
const bytesPerPatch = 1024;
const maxPatches = 1024;

/**
 * Those records of a group whose values change a little at a time. Each is written as a patch where the version before
 * it lies in the same segment, and as a whole where it does not: in which segment they come is known last.
 */
export class LateRecords {
  readonly #records: LateRecord[] = [];
  /** The frame with all records in it. */
  readonly #frame = new FrameBuilder();
  #filled: FilledRecord[] = [];

  get count(): number {
    return this.#records.length;
  }

  get frame(): FrameBuilder {
    return this.#frame;
  }

  get filled(): readonly FilledRecord[] {
    return this.#filled;
  }

  /** Bytes of the longest value that is written as a whole. */
  get longestWhole(): number {
    let longest = 0;
    for (const { wholeLength, type } of this.#filled)
      if (!isPatch(type)) longest = Math.max(longest, wholeLength);
    return longest;
  }

  add(record: LateRecord): void {
    this.#records.push(record);
  }

  /** Takes the last ones out again: so many stay. */
  cut(count: number): void {
    this.#records.length = count;
  }

  clear(): void {
    if (this.#records.length === 0) return;
    this.#records.length = 0;
    this.#filled = [];
    this.#frame.begin(0);
  }

  /** Their frame will not be where it was to go: nothing may build on them. */
  fail(): void {
    for (const { value } of this.#records) value.stored.place = null;
  }

  /** Whether one of them could be a patch if the segment took any. */
  couldPatchIn(segment: number): boolean {
    return this.#records.some((record) => baseOf(record, segment) !== null);
  }

  /** Tells which versions of values have been written, once their records have been told of. */
  applyTo(target: WriteTarget, firstSeq: number): void {
    for (const { index, key, valueLength, wholeLength } of this.#filled) {
      target.wroteVersion(key, firstSeq + index, wholeLength, valueLength);
    }
  }

  /** Makes the whole frame of the one that lacks them, for where it is to go now. Can be done anew for another place. */
  fillIn(lacking: FrameBuilder, firstSeq: number, position: FramePosition): void {
    const frame = this.#frame;
    frame.begin(firstSeq);
    this.#filled = [];
    let copied = frameHeaderLength;
    for (const record of this.#records) {
      const { index, offset, key, value, type, expireAt } = record;
      frame.addFrom(lacking, copied, offset, index - frame.records);
      copied = offset;
      const seq = firstSeq + index;
      const base = position.takesPatches ? baseOf(record, position.segment) : null;
      const content =
        base === null ? wholeOf(value) : encodePatch(base, seq, value.length, value.steps ?? []);
      const storedType = base === null ? type : patchType(type);
      const at = frame.add({ op: 'set', key, value: content, expireAt, type: storedType, seqDelta: null });
      const length = frame.length - at;
      this.#filled.push({
        index,
        key,
        offset: at,
        length,
        valueLength: content.length,
        wholeLength: value.length,
        type: storedType,
      });
      value.stored.place = {
        segment: position.segment,
        key,
        type,
        offset: position.offset + at,
        length,
        seq,
        depth: base === null ? 0 : base.depth + 1,
        patchBytes: base === null ? 0 : base.patchBytes + length,
      };
    }
    frame.addFrom(lacking, copied, lacking.length, lacking.records - frame.records);
  }
}

/** What a version can build on; null when it is better written as a whole. */
function baseOf({ key, type, value }: LateRecord, segment: number): VersionPlace | null {
  const { length, steps } = value;
  const place = value.before?.place ?? null;
  if (place === null || steps === null || place.segment !== segment || length < minPatchedBytes) return null;
  if (place.type !== type || Buffer.compare(place.key, key) !== 0) return null;
  if (place.depth >= Math.min(alwaysPatches + length / bytesPerPatch, maxPatches)) return null;
  return place.patchBytes + stepsLength(steps) <= length ? place : null;
}

function wholeOf(value: PatchableValue): Uint8Array {
  const bytes = Buffer.allocUnsafe(value.length);
  value.writeTo(bytes);
  return bytes;
}
