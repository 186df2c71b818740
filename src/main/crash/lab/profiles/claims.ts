import { type Claim, type FileSystemRule, fileSystemRules, type Source } from './profile.ts';
import { alice, posixFsync } from './sources.ts';

export const may = (because: string, source: Source): Claim => ({ may: true, because, source });
export const mayNot = (because: string, source: Source): Claim => ({ may: false, because, source });

const unpromised = may('POSIX says nothing of what was not synced, so anything may be left.', posixFsync);

/** Everything that POSIX does not forbid: what holds of a file system of which no more is known. */
export const strictest = Object.fromEntries(
  Object.keys(fileSystemRules).map((rule) => [rule, unpromised]),
) as Record<FileSystemRule, Claim>;

/** What the file systems of Linux and Windows have in common. */
export const journaled: Pick<
  Record<FileSystemRule, Claim>,
  'writes-out-of-order' | 'torn-inside-sector' | 'named-before-data'
> = {
  'writes-out-of-order': may(
    'Overwrites of a file’s bytes are not journaled: the cache and the drive order them as they like.',
    alice,
  ),
  'torn-inside-sector': mayNot('Drives write a sector whole or not at all.', alice),
  'named-before-data': may(
    'A file that is created under a new name may be found empty: nothing orders its bytes before its name.',
    alice,
  ),
};
