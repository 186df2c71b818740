import type { Source } from './profile.ts';

/** Who says what the profiles claim. */
export const posixFsync: Source = {
  title: 'POSIX.1-2017, fsync',
  url: 'https://pubs.opengroup.org/onlinepubs/9699919799/functions/fsync.html',
};
export const alice: Source = {
  title: 'Pillai et al., All File Systems Are Not Created Equal (ALICE), OSDI 2014',
  url: 'https://www.usenix.org/conference/osdi14/technical-sessions/presentation/pillai',
};
export const guarantees: Source = {
  title: 'Mohan, Documenting the crash-recovery guarantees of Linux file systems, linux-fsdevel 2019',
  url: 'http://mail.spinics.net/lists/linux-fsdevel/msg140896.html',
};
export const ext4Options: Source = {
  title: 'Linux kernel documentation, ext4: data modes and auto_da_alloc',
  url: 'https://www.kernel.org/doc/html/latest/admin-guide/ext4.html',
};
export const ext4Exposure: Source = {
  title: 'Linux commit 06bd3c36a733, ext4: fix data exposure after a crash (2016)',
  url: 'https://github.com/torvalds/linux/commit/06bd3c36a733ac27962fea7d6f47168841376824',
};
export const xfsNullFiles: Source = {
  title:
    'Linux commit ba87ea699ebd, XFS: fix to prevent the notorious NULL files problem after a crash (2007)',
  url: 'https://github.com/torvalds/linux/commit/ba87ea699ebd9dd577bf055ebc4a98200e337542',
};
export const btrfsNames: Source = {
  title: 'Mohan, Documenting the crash consistency guarantees of file systems, fstests 2018',
  url: 'http://mail.spinics.net/lists/fstests/msg11278.html',
};
export const btrfsRenames: Source = {
  title: 'Linux commit 5a3f23d515a2, Btrfs: add extra flushing for renames and truncates (2009)',
  url: 'https://github.com/torvalds/linux/commit/5a3f23d515a2ebf0c750db80579ca57b28cbce6d',
};
export const btrfsChecksums: Source = {
  title: 'Btrfs documentation, checksumming',
  url: 'https://btrfs.readthedocs.io/en/latest/Checksumming.html',
};
export const appleFsync: Source = {
  title: 'macOS manual, fsync(2)',
  url: 'https://developer.apple.com/library/mac/documentation/Darwin/Reference/ManPages/man2/fsync.2.html',
};
export const windowsInternals: Source = {
  title: 'Russinovich, Solomon, Ionescu, Windows Internals, 6th edition, part 2: NTFS recovery support',
  url: 'https://learn.microsoft.com/en-us/sysinternals/resources/windows-internals',
};
export const validDataLength: Source = {
  title: 'Smith, More on Maintaining Valid Data Length, The NT Insider 2015',
  url: 'https://www.osr.com/nt-insider/2015-issue2/maintaining-valid-data-length/',
};
