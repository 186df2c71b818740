import type { LabEngine } from '../../../shared/contract/lab.ts';
import { exhibits } from '../../crash/lab/exhibits/exhibits.ts';
import { exhibitPages } from '../../crash/lab/exhibits/pages.ts';
import type { Subject } from '../../crash/lab/subject.ts';
import { walscopeSubject } from '../crash/walscope-subject.ts';
import { workloadsFor } from './lab-workloads.ts';

/** The engines that can be crashed by hand, Walscope first. */
export function labEngines(): LabEngine[] {
  return [
    engine(walscopeSubject, 'walscope', 'Walscope', 'The engine of this app, with nothing taken out.'),
    ...exhibits.map((subject) => {
      const page = exhibitPages.find((each) => each.engine === subject.name);
      return engine(subject, 'exhibit', page?.title ?? subject.name, page?.source ?? '');
    }),
  ];
}

export function engineTitle(name: string): string {
  return labEngines().find((each) => each.name === name)?.title ?? name;
}

const engine = (subject: Subject, kind: LabEngine['kind'], title: string, about: string): LabEngine => ({
  name: subject.name,
  title,
  kind,
  about,
  workloads: workloadsFor(subject),
});
