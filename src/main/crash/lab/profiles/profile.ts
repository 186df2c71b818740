import type { SyncReach } from './sync-reach.ts';

/** What a file system may do to operations that no fsync has proven. */
export const fileSystemRules = {
  'writes-out-of-order': 'A later write gets to the disk and an earlier one does not.',
  'names-out-of-order': 'A later rename, creation or unlink gets to the disk and an earlier one does not.',
  'replaced-before-data': 'A file takes the name of another before its own bytes are on the disk.',
  'named-before-data': 'A new name gets to the disk before the bytes of its file.',
  'zeros-before-data': 'A file has grown, and zeros stand where its new bytes should be.',
  'garbage-before-data': 'A file has grown, and arbitrary bytes stand there.',
  'stale-before-data': 'A file has grown, and what other files had held stands there.',
  'torn-inside-sector': 'A write ends in the middle of a sector.',
} as const;

export type FileSystemRule = keyof typeof fileSystemRules;

export interface Source {
  title: string;
  url: string;
}

/** Whether it may, why that is believed, and who says so. */
export interface Claim {
  may: boolean;
  because: string;
  source: Source;
}

/** A file system as far as crashes are concerned. Plain data. */
export interface Profile {
  name: ProfileName;
  title: string;
  /** One sentence or two, for whoever chooses. */
  summary: string;
  /** What an fsync proves. */
  syncReach: SyncReach;
  syncClaim: Omit<Claim, 'may'>;
  claims: Readonly<Record<FileSystemRule, Claim>>;
}

export const profileNames = [
  'posix',
  'ext4-ordered',
  'ext4-writeback',
  'xfs',
  'btrfs',
  'apfs',
  'apfs-fullfsync',
  'ntfs',
] as const;
export type ProfileName = (typeof profileNames)[number];
