import { WalscopeError } from '../../../../shared/errors.ts';
import { btrfs, ext4Ordered, ext4Writeback, xfs } from './linux.ts';
import { apfs, apfsFullFsync, ntfs, posix } from './others.ts';
import type { Profile } from './profile.ts';

export const profiles: readonly Profile[] = [
  posix,
  ext4Ordered,
  ext4Writeback,
  xfs,
  btrfs,
  apfs,
  apfsFullFsync,
  ntfs,
];

/** The profile of that name. Throws INVALID_ARGUMENT. */
export function profileOf(name: string): Profile {
  const profile = profiles.find((each) => each.name === name);
  if (profile !== undefined) return profile;
  const known = profiles.map((each) => each.name).join(', ');
  throw new WalscopeError('INVALID_ARGUMENT', `There is no file system "${name}": choose one of ${known}.`);
}
