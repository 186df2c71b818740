import { changesOf, valueAfter } from './history.ts';
import { sameContents } from './invariants/evidence.ts';
import type { Contents } from './subject.ts';
import type { Step } from './workloads.ts';

/**
 * Which steps the contents of a store still show, as far as anybody can tell from outside: where they are what they
 * were after some step, all up to that one; otherwise each step by its keys. What a later step replaced is there when
 * that is. `asked`: steps from this one on were never asked for. `after`: contents before the first step and after
 * each one.
 */
export function survivingSteps(
  steps: readonly Step[],
  asked: number,
  after: readonly Contents[],
  contents: Contents,
): boolean[] {
  for (let count = asked; count >= 0; count--) {
    if (sameContents(after[count]!, contents)) return steps.map((_, step) => step < count);
  }
  return steps.map((_, step) => step < asked && shows(steps, step, asked, contents));
}

/** No two writes of a workload have the same value, so that a value says which write it is. */
function shows(steps: readonly Step[], step: number, asked: number, contents: Contents): boolean {
  const since = steps.slice(step, asked).flatMap(changesOf);
  return changesOf(steps[step]!).every(({ key }) => {
    const found = contents.get(key) ?? null;
    return since.some((change) => change.key === key && valueAfter(change) === found);
  });
}
