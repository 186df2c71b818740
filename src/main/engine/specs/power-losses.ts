import type { KeepUnsynced, MemoryFileSystem } from '../fs/memory-file-system.ts';
import type { Fate, PendingOperation } from '../fs/pending-operations.ts';

export interface PowerLoss {
  name: string;
  /** The disk took the operations in the order in which they were asked for. */
  inOrder: boolean;
  keepUnsynced: KeepUnsynced;
}

/** What may have become of the operations that no sync had brought to the disk: every prefix, torn ends, holes. */
export function powerLosses(disk: MemoryFileSystem): PowerLoss[] {
  const { pending } = disk;
  const losses: PowerLoss[] = [{ name: 'nothing unsynced', inOrder: true, keepUnsynced: 'none' }];
  if (pending.length === 0) return losses;
  losses.push({ name: 'everything', inOrder: true, keepUnsynced: 'all' });
  for (const index of sampled(pending.length)) {
    const operation = pending[index]!;
    losses.push({ name: `the first ${index}`, inOrder: true, keepUnsynced: upTo(index, 'lost') });
    const others = (fate: Fate) => (_: PendingOperation, at: number) => (at === index ? fate : 'kept');
    losses.push({ name: `all but number ${index}`, inOrder: false, keepUnsynced: others('lost') });
    if (operation.kind !== 'write') continue;
    const torn = upTo(index, { firstBytes: operation.data.length >> 1 });
    losses.push(
      { name: `the first ${index} and half a write`, inOrder: true, keepUnsynced: torn },
      { name: `the first ${index} and a size`, inOrder: true, keepUnsynced: upTo(index, 'size-only') },
      { name: `all, number ${index} zeroed`, inOrder: false, keepUnsynced: others('size-only') },
    );
  }
  return losses;
}

/** Everything before `index`, the operation there as `fate` says, nothing after it. */
function upTo(index: number, fate: Fate): (operation: PendingOperation, at: number) => Fate {
  return (_, at) => {
    if (at === index) return fate;
    return at < index ? 'kept' : 'lost';
  };
}

/** The newest operations are the interesting ones; of very many older ones, some. */
function sampled(length: number): number[] {
  const all = Array.from({ length }, (_, index) => index);
  const stride = Math.ceil(length / 16);
  return all.filter((index) => index >= length - 4 || index % stride === 0);
}
