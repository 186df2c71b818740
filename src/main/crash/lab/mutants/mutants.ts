import { checks } from './checks.ts';
import { directoryFsyncs } from './directory-fsyncs.ts';
import { fileFsyncs } from './file-fsyncs.ts';
import type { Mutant, MutantPage } from './mutant.ts';
import { steps } from './steps.ts';

/** Everything that can be taken out of the engine, in the order in which switches are shown and applied. */
export const mutants: readonly Mutant[] = [...fileFsyncs, ...directoryFsyncs, ...steps, ...checks];

/** The same as plain data. */
export const mutantPages: readonly MutantPage[] = mutants.map((mutant) => {
  const { id, kind, title, removes, purpose, workloads, faults, fsync, smallest, redundant } = mutant;
  return { id, kind, title, removes, purpose, workloads, faults, fsync, smallest, redundant };
});
