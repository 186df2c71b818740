import { WalscopeError } from '../../../shared/errors.ts';
import { exhibits } from '../../crash/lab/exhibits/exhibits.ts';
import type { Subject } from '../../crash/lab/subject.ts';
import { withoutFsync } from '../../crash/lab/without-fsync.ts';
import { walscopeSubject } from './walscope-subject.ts';

const subjects: readonly Subject[] = [
  walscopeSubject,
  withoutFsync(walscopeSubject, 'files'),
  withoutFsync(walscopeSubject, 'directories'),
  ...exhibits,
];

/** The engine of that name. Throws INVALID_ARGUMENT. */
export function subjectOf(name: string): Subject {
  const subject = subjects.find((each) => each.name === name);
  if (subject !== undefined) return subject;
  const known = subjects.map((each) => each.name).join(', ');
  throw new WalscopeError('INVALID_ARGUMENT', `There is no engine "${name}": choose one of ${known}.`);
}
