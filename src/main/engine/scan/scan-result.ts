import type { Verdict } from '../../../shared/model.ts';
import type { DurableMark } from '../format/durable-mark.ts';
import type { Manifest } from '../format/manifest.ts';
import type { Tail } from './scan-state.ts';
import type { ScannedFile } from './visitor.ts';

/** The end of a log, so far. */
export interface LogEnd {
  number: number;
  offset: number;
  chain: number;
  /** Sequence number of the next record. */
  nextSeq: number;
}

/** What a scan has found out about a store as a whole. */
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
