import type { LabEngine } from '../../../shared/contract/lab.ts';
import { exhibits } from '../../crash/lab/exhibits/exhibits.ts';
import { exhibitPages } from '../../crash/lab/exhibits/pages.ts';
import { alteredName, partsOfName } from '../../crash/lab/mutants/altered-name.ts';
import { mutantPages } from '../../crash/lab/mutants/mutants.ts';
import { storyModels } from '../../crash/lab/stories/models/models.ts';
import { stories } from '../../crash/lab/stories/stories.ts';
import type { Subject } from '../../crash/lab/subject.ts';
import { walscopeKeysOnDisk, walscopeSubject } from '../crash/walscope-subject.ts';
import { workloadsFor } from './lab-workloads.ts';

/** The engines that can be crashed by hand, Walscope first. */
export function labEngines(): LabEngine[] {
  return [
    engine(walscopeSubject, 'walscope', 'Walscope', 'The engine of this app, with nothing taken out.'),
    engine(walscopeKeysOnDisk, 'walscope', 'Walscope, keys on disk', 'The same with no keys in memory.'),
    ...exhibits.map((subject) => {
      const page = exhibitPages.find((each) => each.engine === subject.name);
      return engine(subject, 'exhibit', page?.title ?? subject.name, page?.method ?? '');
    }),
    ...mutantPages.map(({ id, title, removes }) => ({
      ...engine(walscopeSubject, 'altered', `Without ${lowered(title)}`, removes),
      name: alteredName(walscopeSubject.name, [id]),
    })),
    ...storyModels.map((subject) => {
      const told = stories.find(({ sceneThen }) => sceneThen?.engine === subject.name);
      const title = told === undefined ? subject.name : `${told.system} ${told.year}`;
      return engine(subject, 'story', title, told?.title ?? '');
    }),
  ];
}

/** What an engine is called, with several things taken out of it as well. */
export function engineTitle(name: string): string {
  const known = labEngines().find((each) => each.name === name)?.title;
  if (known !== undefined) return known;
  const { engine: base, ids } = partsOfName(name);
  return ids.length === 0 ? name : `${base} without ${ids.join(', ')}`;
}

/** A title within a sentence; what begins with an abbreviation stays as it is. */
const lowered = (title: string): string =>
  /^[A-Z][a-z ]/.test(title) ? `${title.slice(0, 1).toLowerCase()}${title.slice(1)}` : title;

const engine = (subject: Subject, kind: LabEngine['kind'], title: string, about: string): LabEngine => ({
  name: subject.name,
  title,
  kind,
  about,
  workloads: workloadsFor(subject),
});
