import { emptyBytes } from '../../../shared/bytes.ts';
import type { PatchBase, PatchStep } from './patch.ts';

/** Where a version of a value lies in the log; null as long as it does not, or not for certain. */
export interface StoredVersion {
  place: VersionPlace | null;
}

export interface VersionPlace extends PatchBase {
  /** Number of the segment. */
  segment: number;
  key: Uint8Array;
  /** typeCode of the value. */
  type: number;
  /** Patches between it and the record that holds all of the value. */
  depth: number;
  /** Their length together, its own with them, in bytes. */
  patchBytes: number;
}

/** One version of a value that changes a little at a time. It stays as it is, as long as anyone has it. */
export interface PatchableValue {
  /** Bytes. */
  readonly length: number;
  /** Writes all of it to the beginning of a buffer, which has the room. */
  writeTo(target: Buffer): void;
  /** What makes it of the version before it; null when that is not known, or nearly all of it is new. */
  readonly steps: readonly PatchStep[] | null;
  readonly before: StoredVersion | null;
  /** Filled in by the engine, for the version that comes next. */
  readonly stored: StoredVersion;
}

/** Where the bytes of a change lie. Lengths in bytes. */
export interface ChangeParts {
  op: 'set' | 'delete';
  keyBytes: Uint8Array;
  keyStart: number;
  keyLength: number;
  valueBytes: Uint8Array;
  valueStart: number;
  /** 0 for a delete. */
  valueLength: number;
  /** Its place in `valueTypes` of src/shared/codes.ts; 0 = string. */
  type: number;
  /** ms since 1970; null = never. */
  expireAt: number | null;
  /** The value, where it is one that changes a little at a time: then its bytes are not looked at. null for others. */
  patchable: PatchableValue | null;
}

/** The fields of a record with key and value where they lie: many can be made of one buffer without a view for each. */
export interface RecordParts extends ChangeParts {
  seqDelta: number | null;
}

export function blankParts(): RecordParts {
  return {
    op: 'set',
    keyBytes: emptyBytes,
    keyStart: 0,
    keyLength: 0,
    valueBytes: emptyBytes,
    valueStart: 0,
    valueLength: 0,
    expireAt: null,
    type: 0,
    patchable: null,
    seqDelta: null,
  };
}
