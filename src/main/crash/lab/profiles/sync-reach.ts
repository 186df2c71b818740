import { concerns } from '../../../engine/fs/disk-operation.ts';
import type { Operation } from '../journal.ts';

/**
 * What an fsync of a file or directory brings to the disk: what was done to it and nothing else, as POSIX has it; its
 * own names as well; or, where all names go through one journal in order, every name that was changed before. Nothing,
 * where a disk says that it is done and is not.
 */
export const syncReaches = ['own', 'own-and-names', 'own-and-all-names', 'nothing'] as const;
export type SyncReach = (typeof syncReaches)[number];

export function syncProves(reach: SyncReach, operation: Operation, node: number): boolean {
  if (reach === 'nothing') return false;
  if (concerns(operation, node)) return true;
  switch (operation.kind) {
    case 'write':
    case 'truncate':
      return false;
    case 'link':
    case 'rename':
      return reach === 'own-and-all-names' || (reach === 'own-and-names' && operation.node === node);
    case 'unlink':
      return reach === 'own-and-all-names';
  }
}
