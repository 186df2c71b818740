import type { PlainError } from '../../../shared/errors.ts';
import type { HintJob } from './index-segment.ts';
import type { MergeJob, MergeResult } from './merge-segments.ts';

/** What the compaction worker is asked for, one job in its life, and what it answers. */
export type WorkerJob = { kind: 'merge'; job: MergeJob } | { kind: 'hint'; job: HintJob };

export type WorkerRequest = { type: 'run'; work: WorkerJob } | { type: 'cancel' };

export type WorkerAnswer =
  | { type: 'progress'; doneBytes: number; totalBytes: number }
  | { type: 'done'; result: MergeResult | null }
  | { type: 'failed'; error: PlainError };
