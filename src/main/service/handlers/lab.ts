import type { Handlers } from '../../../shared/contract/index.ts';
import type { labCalls } from '../../../shared/contract/lab.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { exhibits, playExhibit } from '../lab/exhibit-pages.ts';
import { labEngines } from '../lab/lab-engines.ts';
import type { LabRecoveries } from '../lab/lab-recoveries.ts';
import { readReplayFile } from '../lab/replay-file.ts';
import { playStory, storyPages } from '../lab/story-pages.ts';
import { TraceLab } from '../lab/trace-lab.ts';
import type { SourceRegistry } from '../sources/source-registry.ts';

export function labHandlers(options: {
  recoveries: LabRecoveries;
  fileSystem: FileSystem;
  sources: SourceRegistry;
}): Pick<Handlers, keyof typeof labCalls> {
  const lab = new TraceLab(options.recoveries);
  return {
    'lab.engines': async () => labEngines(),
    'lab.trace': (params) => lab.run(params),
    'lab.traceSource': async ({ source, ...choice }) =>
      lab.runLog(await options.sources.get(source).log().whole, choice),
    'lab.atStake': ({ trace }) => lab.atStake(trace),
    'lab.crash': ({ trace, ...choice }) => lab.crash(trace, choice),
    'lab.insideRecovery': ({ trace, ...choice }) => lab.insideRecovery(trace, choice),
    'lab.view': async ({ trace }) => lab.view(trace),
    'lab.bytes': async ({ trace, entry }) => ({ bytes: lab.bytes(trace, entry) }),
    'lab.saveReplay': ({ trace, ...choice }) => lab.saveReplay(trace, choice),
    'lab.exhibits': async () => exhibits(),
    'lab.playExhibit': ({ engine }) => playExhibit(engine),
    'lab.stories': async () => storyPages(),
    'lab.playStory': ({ id, when }) => playStory(id, when),
    'lab.openReplay': async (given) =>
      lab.openReplay('text' in given ? given.text : await readReplayFile(given.path, options.fileSystem)),
  };
}
