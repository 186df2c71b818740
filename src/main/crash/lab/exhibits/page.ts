import type { FsyncPolicy } from '../../../../shared/model.ts';
import type { FaultName } from '../faults.ts';
import type { Scene } from '../scene.ts';

/** What there is to say about an exhibit. Plain data; a spec keeps every finding true. */
export interface ExhibitPage {
  /** Name of the subject. */
  engine: string;
  title: string;
  /** The text that it was built after. */
  source: string;
  /** How it writes and how it starts, in a few sentences. */
  method: string;
  /** What that text promises. */
  promises: readonly string[];
  findings: readonly Finding[];
  /** The fewest calls after which a crash shows the gravest of them. */
  smallest: Scene;
  /** What would have helped. */
  remedy: string;
}

/** A sweep of this workload under this fault violates the invariant. */
export interface Finding {
  fault: FaultName;
  invariant: string;
  workload: string;
  fsync: FsyncPolicy;
  /** What that means. */
  sentence: string;
}
