import type { AlteredEngine } from '../../../../shared/contract/sweep.ts';
import { alteredName } from '../../../crash/lab/mutants/altered-name.ts';
import type { Subject } from '../../../crash/lab/subject.ts';
import { subjectOf } from '../../crash/subjects.ts';

/** The engine with its safeguards taken out, by the name under which a replay finds it again. Throws INVALID_ARGUMENT. */
export const subjectFor = ({ engine, without }: AlteredEngine): Subject =>
  subjectOf(alteredName(engine, without));
