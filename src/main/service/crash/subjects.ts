import { WalscopeError } from '../../../shared/errors.ts';
import { exhibits } from '../../crash/lab/exhibits/exhibits.ts';
import { partsOfName } from '../../crash/lab/mutants/altered-name.ts';
import { alteredSubject, onAlteredDisk } from '../../crash/lab/mutants/altered-subject.ts';
import type { Mutant } from '../../crash/lab/mutants/mutant.ts';
import { mutants } from '../../crash/lab/mutants/mutants.ts';
import { storyModels } from '../../crash/lab/stories/models/models.ts';
import type { Subject } from '../../crash/lab/subject.ts';
import { walscopeKeysOnDisk, walscopeSubject, walscopeWithout } from './walscope-subject.ts';

const subjects: readonly Subject[] = [
  walscopeSubject,
  walscopeKeysOnDisk,
  onAlteredDisk(walscopeSubject, 'walscope-no-fsync', [{ dropsFileSync: () => true }]),
  onAlteredDisk(walscopeSubject, 'walscope-no-directory-fsync', [{ dropsDirectorySync: () => true }]),
  ...exhibits,
  ...storyModels,
];

/** The engine of that name, `walscope-without-<ids of mutants, joined by +>` among them. Throws INVALID_ARGUMENT. */
export function subjectOf(name: string): Subject {
  const { engine, ids } = partsOfName(name);
  if (engine === walscopeSubject.name && ids.length > 0)
    return alteredSubject(walscopeWithout, mutantsOf(ids));
  const subject = subjects.find((each) => each.name === name);
  if (subject !== undefined) return subject;
  const known = subjects.map((each) => each.name).join(', ');
  throw new WalscopeError('INVALID_ARGUMENT', `There is no engine "${name}": choose one of ${known}.`);
}

/** In the order of the table, whatever the order of the ids. */
function mutantsOf(ids: readonly string[]): Mutant[] {
  const unknown = ids.find((id) => !mutants.some((mutant) => mutant.id === id));
  if (unknown === undefined) return mutants.filter(({ id }) => ids.includes(id));
  const known = mutants.map(({ id }) => id).join(', ');
  throw new WalscopeError(
    'INVALID_ARGUMENT',
    `Nothing called "${unknown}" can be taken out: choose from ${known}.`,
  );
}
