import { journaled, may, mayNot } from './claims.ts';
import type { Profile } from './profile.ts';
import {
  alice,
  btrfsChecksums,
  btrfsNames,
  btrfsRenames,
  ext4Exposure,
  ext4Options,
  guarantees,
  xfsNullFiles,
} from './sources.ts';

const ext4Sync = {
  syncReach: 'own-and-all-names',
  syncClaim: {
    because: 'An fsync commits the journal’s transaction, and with it every name that was changed before.',
    source: guarantees,
  },
} as const;

const ext4Names = mayNot('Names are committed in transactions, one after the other.', guarantees);

export const ext4Ordered: Profile = {
  name: 'ext4-ordered',
  title: 'ext4, data=ordered',
  summary:
    'What Linux distributions install: a file’s new bytes are on the disk before the size that shows them.',
  ...ext4Sync,
  claims: {
    ...journaled,
    'names-out-of-order': ext4Names,
    'replaced-before-data': mayNot(
      'With auto_da_alloc, the default, the bytes of a file are forced out before a rename that replaces another.',
      ext4Options,
    ),
    'zeros-before-data': mayNot(
      'A transaction waits for the bytes of the blocks that it adds.',
      ext4Exposure,
    ),
    'garbage-before-data': mayNot(
      'A transaction waits for the bytes of the blocks that it adds.',
      ext4Exposure,
    ),
    'stale-before-data': mayNot('Fixed in Linux 4.7: until then old blocks could be seen.', ext4Exposure),
  },
};

const ext4Unordered = may(
  'In this mode sizes are committed whether the bytes are there or not.',
  ext4Options,
);

export const ext4Writeback: Profile = {
  name: 'ext4-writeback',
  title: 'ext4, data=writeback',
  summary: 'Only names and sizes are ordered: a file may show what its blocks held before.',
  ...ext4Sync,
  claims: {
    ...journaled,
    'names-out-of-order': ext4Names,
    'replaced-before-data': may('auto_da_alloc only helps where data is ordered.', ext4Options),
    'zeros-before-data': ext4Unordered,
    'garbage-before-data': ext4Unordered,
    'stale-before-data': ext4Unordered,
  },
};

const xfsSize = mayNot(
  'The size on the disk is updated when the bytes have been written, since 2007.',
  xfsNullFiles,
);

export const xfs: Profile = {
  name: 'xfs',
  title: 'XFS',
  summary: 'Names in strict order; a size only once its bytes are there; a rename waits for nothing.',
  syncReach: 'own-and-all-names',
  syncClaim: {
    because:
      'Metadata is strictly ordered: when a change is on the disk, so is every one that it came after.',
    source: guarantees,
  },
  claims: {
    ...journaled,
    'names-out-of-order': mayNot('Metadata is strictly ordered.', guarantees),
    'replaced-before-data': may('A rename does not force the bytes of its file out.', alice),
    'zeros-before-data': xfsSize,
    'garbage-before-data': xfsSize,
    'stale-before-data': xfsSize,
  },
};

const btrfsBytes = mayNot(
  'Bytes are checksummed and never overwritten: old ones are an error, and not shown.',
  btrfsChecksums,
);

export const btrfs: Profile = {
  name: 'btrfs',
  title: 'Btrfs',
  summary:
    'An fsync commits one file and its names through a log of its own, before what happened elsewhere.',
  syncReach: 'own-and-names',
  syncClaim: {
    because:
      'An fsync of a file is enough to find it under its name; other names wait for the next transaction.',
    source: btrfsNames,
  },
  claims: {
    ...journaled,
    'names-out-of-order': may('What was synced comes back from the log tree before what was not.', alice),
    'replaced-before-data': mayNot(
      'A rename that replaces a file forces the new one’s bytes out first.',
      btrfsRenames,
    ),
    'zeros-before-data': may('A file that was not synced may be empty or have holes.', alice),
    'garbage-before-data': btrfsBytes,
    'stale-before-data': btrfsBytes,
  },
};
