import type { Check } from '../../../engine/scan/checks.ts';
import type { Subject } from '../subject.ts';
import { AlteredFileSystem } from './altered-file-system.ts';
import { alteredName } from './altered-name.ts';
import type { Mutant } from './mutant.ts';

/** Makes the engine's subject with some checks left out. */
export type SubjectWithout = (leaveOut: ReadonlySet<Check>) => Subject;

/** The engine with all that these mutants take out. */
export function alteredSubject(engine: SubjectWithout, chosen: readonly Mutant[]): Subject {
  const leftOut = chosen.flatMap((mutant) => ('leaveOut' in mutant ? [mutant.leaveOut] : []));
  const alterations = chosen.flatMap((mutant) => ('alteration' in mutant ? [mutant.alteration] : []));
  const subject = engine(new Set(leftOut));
  return {
    ...subject,
    name: alteredName(
      subject.name,
      chosen.map(({ id }) => id),
    ),
    open: (options) =>
      subject.open({
        ...options,
        fileSystem: alterations.reduce(
          (below, alteration) => new AlteredFileSystem(below, alteration),
          options.fileSystem,
        ),
      }),
  };
}
