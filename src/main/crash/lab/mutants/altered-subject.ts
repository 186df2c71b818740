import type { Check } from '../../../engine/scan/checks.ts';
import type { Subject } from '../subject.ts';
import type { Alteration } from './alteration.ts';
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
  const ids = chosen.map(({ id }) => id);
  return onAlteredDisk(subject, alteredName(subject.name, ids), alterations);
}

/** The same engine, under another name, on file systems that do not do all that they are asked for. */
export function onAlteredDisk(subject: Subject, name: string, alterations: readonly Alteration[]): Subject {
  return {
    ...subject,
    name,
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
