import { emptyBytes } from '../../../shared/bytes.ts';

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
    seqDelta: null,
  };
}
