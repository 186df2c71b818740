import { manifestFile, temporarySuffix } from '../../../engine/format/file-names.ts';
import { reopen, set, snapshot } from '../steps.ts';
import type { Mutant } from './mutant.ts';
import { countsCompacted, countsFresh, isSegment, isTemporarySegment } from './store-calls.ts';

const withoutSuffix = (name: string): string => name.slice(0, -temporarySuffix.length);

/** Steps that put one thing in another's place. */
export const steps: readonly Mutant[] = [
  {
    id: 'tail-rewrite',
    kind: 'step',
    title: 'Writing the unproven tail over itself',
    removes: 'A start syncs what it read at the end of the log without writing it again.',
    purpose:
      'After a failed fsync the system may show bytes that it takes for written and that no fsync will write.',
    workloads: ['reopen'],
    faults: ['fsync-error-restart'],
    fsync: 'always',
    smallest: {
      steps: [set('a', '1'), set('b', '2'), reopen, set('c', '3'), reopen, set('d', '4')],
      fsync: 'always',
      fault: 'fsync-error-restart',
      invariant: 'durability',
    },
    redundant: null,
    alteration: { dropsRewrite: isSegment },
  },
  {
    id: 'manifest-rename',
    kind: 'step',
    title: 'Temp and rename of the manifest',
    removes: 'The manifest is emptied and written anew where it stands.',
    purpose: 'There is always one whole manifest: the old one or the new one.',
    workloads: ['roll', 'snapshot'],
    faults: ['process-kill', 'power-loss', 'torn-write'],
    fsync: 'always',
    smallest: { steps: [set('a', '1')], fsync: 'always', fault: 'process-kill', invariant: 'writable-after' },
    redundant: null,
    alteration: {
      rewritesName: (name) => (name === `${manifestFile}${temporarySuffix}` ? manifestFile : name),
    },
  },
  {
    id: 'compacted-rename',
    kind: 'step',
    title: 'Temp and rename of a compacted segment',
    removes: 'A compacted segment has its final name from its first byte on.',
    purpose: 'What has a segment’s name is whole, for whoever looks at the directory without its manifest.',
    workloads: ['snapshot'],
    faults: ['process-kill', 'power-loss', 'torn-write'],
    fsync: 'always',
    smallest: null,
    redundant: {
      reason:
        'A segment counts only once the manifest names it, and a start that has a manifest clears away a compacted one that it does not name.',
      without: [],
    },
    alteration: { rewritesName: (name) => (isTemporarySegment(name) ? withoutSuffix(name) : name) },
  },
  {
    id: 'compaction-manifest',
    kind: 'step',
    title: 'The manifest step of a compaction',
    removes:
      'Old segments are removed though the manifest still counts them, and not the one that replaces them.',
    purpose: 'The manifest says which segments count: it changes before they go.',
    workloads: ['snapshot'],
    faults: ['process-kill', 'power-loss'],
    fsync: 'always',
    smallest: {
      steps: [set('a', '1'), snapshot],
      fsync: 'always',
      fault: 'process-kill',
      invariant: 'durability',
    },
    redundant: null,
    alteration: { dropsRename: countsCompacted },
  },
  {
    id: 'roll-manifest',
    kind: 'step',
    title: 'The manifest step of a new segment',
    removes: 'The manifest is not told of a segment that is begun.',
    purpose: 'The manifest says where the segment before ended, and which one follows.',
    workloads: ['roll', 'snapshot'],
    faults: ['process-kill', 'power-loss', 'truncated-file', 'missing-file'],
    fsync: 'always',
    smallest: {
      steps: [set('a', '1'), snapshot],
      fsync: 'always',
      fault: 'process-kill',
      invariant: 'durability',
    },
    redundant: null,
    alteration: { dropsRename: countsFresh },
  },
];
