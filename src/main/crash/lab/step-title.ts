import type { Change } from './subject.ts';
import type { Step } from './workloads.ts';

const changeTitle = (change: Change): string => `${change.op === 'set' ? 'SET' : 'DEL'} ${change.key}`;

/** A step of a workload in words: `SET user:1`, `batch of 3`, `close and open again`. */
export function stepTitle(step: Step): string {
  switch (step.kind) {
    case 'change':
      return changeTitle(step.change);
    case 'batch':
      return `batch of ${step.changes.length}`;
    case 'reopen':
      return 'close and open again';
    default:
      return step.kind;
  }
}
