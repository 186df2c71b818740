import type { AlteredEngine } from '../../../../shared/contract/sweep.ts';
import type { Subject } from '../../../crash/lab/subject.ts';
import { subjectOf } from '../../crash/subjects.ts';

/** The engine with its safeguards taken out, by the name under which a replay finds it again. Throws INVALID_ARGUMENT. */
export const alteredSubject = (altered: AlteredEngine): Subject => subjectOf(alteredName(altered));

export const alteredName = ({ engine, without }: AlteredEngine): string =>
  without.length === 0 ? engine : `${engine}-without-${without.join('+')}`;
