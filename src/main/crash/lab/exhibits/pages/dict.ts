import { set } from '../../steps.ts';
import type { ExhibitPage } from '../page.ts';

export const dictPage: ExhibitPage = {
  engine: 'dict',
  title: 'A dict in memory',
  source: 'The guide, phase 1',
  method: 'A dict, and nothing else: no file is ever opened.',
  promises: ['Nothing outlives the process, and the text says so: it is a cache.'],
  findings: [
    {
      fault: 'process-kill',
      invariant: 'durability',
      workload: 'puts',
      fsync: 'always',
      sentence: 'Whatever ends the process takes every answer with it.',
    },
    {
      fault: 'process-kill',
      invariant: 'writable-after',
      workload: 'puts',
      fsync: 'always',
      sentence: 'Even a clean end and a new start lose what was written in between.',
    },
  ],
  smallest: {
    engine: 'dict',
    fsync: 'always',
    steps: [set('name', 'Ada')],
    fault: 'process-kill',
    invariant: 'durability',
  },
  remedy: 'Write something down before answering.',
};
