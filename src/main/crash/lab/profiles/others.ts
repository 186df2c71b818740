import { journaled, may, mayNot, strictest } from './claims.ts';
import type { Profile } from './profile.ts';
import { alice, appleFsync, posixFsync, validDataLength, windowsInternals } from './sources.ts';

export const posix: Profile = {
  name: 'posix',
  title: 'The strictest that POSIX allows',
  summary: 'Nothing is on the disk but what an fsync of that very file or directory put there.',
  syncReach: 'own',
  syncClaim: {
    because: 'fsync is about one open file; a name belongs to its directory.',
    source: posixFsync,
  },
  claims: strictest,
};

const appleSector = mayNot('Drives write a sector whole or not at all.', alice);

export const apfs: Profile = {
  name: 'apfs',
  title: 'APFS, plain fsync',
  summary:
    'An fsync hands the bytes to the drive, which may lose or reorder them: no engine can promise anything.',
  syncReach: 'nothing',
  syncClaim: {
    because: 'The drive may not write for quite some time what it was given, and in another order.',
    source: appleFsync,
  },
  claims: { ...strictest, 'torn-inside-sector': appleSector },
};

export const apfsFullFsync: Profile = {
  name: 'apfs-fullfsync',
  title: 'APFS, F_FULLFSYNC',
  summary: 'What Node asks for on macOS: the drive’s own cache is flushed. Nothing else is known of APFS.',
  syncReach: 'own',
  syncClaim: { because: 'F_FULLFSYNC asks the drive to flush all it has buffered.', source: appleFsync },
  claims: { ...strictest, 'torn-inside-sector': appleSector },
};

const ntfsBytes = mayNot('What lies beyond the valid data length of a file reads as zeros.', validDataLength);

export const ntfs: Profile = {
  name: 'ntfs',
  title: 'NTFS',
  summary: 'Names and sizes go through a log in order, bytes do not; a file that has grown shows zeros.',
  syncReach: 'own-and-all-names',
  syncClaim: {
    because: 'Changes of names are transactions of one log, which is replayed in order.',
    source: windowsInternals,
  },
  claims: {
    ...journaled,
    'names-out-of-order': mayNot('Changes of names are transactions of one log.', windowsInternals),
    'replaced-before-data': may(
      'Recovery is limited to file system data; users’ data is theirs to flush.',
      windowsInternals,
    ),
    'zeros-before-data': may(
      'What lies beyond the valid data length of a file reads as zeros.',
      validDataLength,
    ),
    'garbage-before-data': ntfsBytes,
    'stale-before-data': ntfsBytes,
  },
};
