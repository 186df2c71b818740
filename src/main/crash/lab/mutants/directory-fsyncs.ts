import { set, snapshot } from '../steps.ts';
import type { Mutant } from './mutant.ts';
import { namesCompacted, namesManifest, namesSegment, namesStore } from './store-calls.ts';

/** Every fsync of a directory. */
export const directoryFsyncs: readonly Mutant[] = [
  {
    id: 'segment-directory-fsync',
    kind: 'directory-fsync',
    title: 'The directory fsync after a new segment',
    removes: 'A segment is written to before its name is on the disk.',
    purpose: 'Bytes that are on the disk without a name are lost.',
    workloads: ['roll', 'puts'],
    faults: ['power-loss', 'lost-directory-entry', 'reordered-writes'],
    fsync: 'always',
    smallest: {
      steps: [set('a', '1')],
      fsync: 'always',
      fault: 'lost-directory-entry',
      invariant: 'writable-after',
    },
    redundant: null,
    alteration: { dropsDirectorySync: namesSegment },
  },
  {
    id: 'compacted-directory-fsync',
    kind: 'directory-fsync',
    title: 'The directory fsync of a compaction',
    removes: 'The manifest counts the compacted segment before its rename is on the disk.',
    purpose: 'The manifest must not name a file that is not there.',
    workloads: ['snapshot'],
    faults: ['power-loss', 'lost-directory-entry', 'reordered-writes'],
    fsync: 'always',
    smallest: {
      steps: [set('a', '1'), snapshot],
      fsync: 'always',
      fault: 'lost-directory-entry',
      invariant: 'durability',
    },
    redundant: null,
    alteration: { dropsDirectorySync: namesCompacted },
  },
  {
    id: 'manifest-directory-fsync',
    kind: 'directory-fsync',
    title: 'The directory fsync after the manifest',
    removes: 'Segments are written to, or removed, before the rename of the manifest is on the disk.',
    purpose: 'The manifest on the disk must not count what has been removed.',
    workloads: ['snapshot', 'roll'],
    faults: ['power-loss', 'lost-directory-entry', 'reordered-writes'],
    fsync: 'always',
    smallest: {
      steps: [set('a', '1'), snapshot],
      fsync: 'always',
      fault: 'lost-directory-entry',
      invariant: 'durability',
    },
    redundant: null,
    alteration: { dropsDirectorySync: namesManifest },
  },
  {
    id: 'store-directory-fsync',
    kind: 'directory-fsync',
    title: 'The fsync of the parent directory',
    removes: 'A new store’s own directory is never synced into its parent.',
    purpose: 'Without its directory entry the whole store is gone.',
    workloads: ['puts'],
    faults: ['power-loss', 'lost-directory-entry'],
    fsync: 'always',
    smallest: { steps: [set('a', '1')], fsync: 'always', fault: 'power-loss', invariant: 'durability' },
    redundant: null,
    alteration: { dropsDirectorySync: namesStore },
  },
];
