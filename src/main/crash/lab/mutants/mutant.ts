import type { FsyncPolicy } from '../../../../shared/model.ts';
import type { Check } from '../../../engine/scan/checks.ts';
import type { FaultName } from '../faults.ts';
import type { Scene } from '../scene.ts';
import type { Alteration } from './alteration.ts';
import type { MutantId } from './mutant-ids.ts';

/** Something of the engine that can be taken out, and what there is to say about it. */
export interface MutantPage {
  id: MutantId;
  kind: 'file-fsync' | 'directory-fsync' | 'step' | 'check';
  title: string;
  /** What no longer happens. */
  removes: string;
  /** What it is there for. */
  purpose: string;
  /** A sweep in which its absence shows; where it does not, what was tried. */
  workloads: readonly string[];
  faults: readonly FaultName[];
  fsync: FsyncPolicy;
  /** The fewest calls on which it shows; null where it does not. Of a redundant one: without what stands in for it. */
  smallest: Omit<Scene, 'engine'> | null;
  /** null when a sweep finds a counterexample. */
  redundant: Redundancy | null;
}

/** Nothing notices that it is gone, since something else stands in for it. */
export interface Redundancy {
  reason: string;
  /** Mutants with which together it is noticed; none where what stands in cannot be taken out by itself. */
  without: readonly MutantId[];
}

/** A mutant works from below, by calls that never arrive or bytes that are forged, or leaves out a check of the scan. */
export type Mutant = MutantPage & ({ alteration: Alteration } | { leaveOut: Check });
