import type { Check } from './checks.ts';
import type { LogEnd } from './scan-result.ts';
import type { SegmentList } from './segment-list.ts';
import type { ScannedFile } from './visitor.ts';

/** What a scan may be spared, told or asked for. */
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

/** What is known of a log whose beginning need not be read again. */
export interface ResumePoint {
  from: LogEnd;
  /** Of each segment up to the one that `from` is in: what it has before `from`. */
  covered: ReadonlyMap<number, { frames: number; records: number }>;
  /** Records up to this one are known, though they may come behind `from`. All of them are durable. */
  knownSeq: number;
}
