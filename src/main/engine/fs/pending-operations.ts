import type { DiskOperation } from './disk-operation.ts';
import type { GrowableBytes, MemoryDirectory, MemoryFile, MemoryNode } from './memory-nodes.ts';

/** What a process asked for and no sync has brought to the disk yet. Only its synced state is its own. */
export type PendingOperation = DiskOperation<MemoryFile, MemoryDirectory>;

/**
 * What a power loss makes of one pending operation: all of it reached the disk, nothing did, only the first
 * bytes of a write did, or the file grew but its new bytes never came (they read as zeros).
 */
export type Fate = 'kept' | 'lost' | { firstBytes: number } | 'size-only';

/** Where the durable state of a node is kept: in the node itself, or in a copy of the whole disk. */
export interface DurableState {
  bytes(file: MemoryFile): GrowableBytes;
  names(directory: MemoryDirectory): Map<string, MemoryNode>;
}

/** Brings an operation to the durable state, as far as its fate lets it. */
export function settle(operation: PendingOperation, fate: Fate, durable: DurableState): void {
  if (fate === 'lost') return;
  switch (operation.kind) {
    case 'write':
      settleWrite(durable.bytes(operation.file), operation.position, operation.data, fate);
      break;
    case 'truncate':
      durable.bytes(operation.file).resize(operation.length);
      break;
    case 'link':
      durable.names(operation.directory).set(operation.name, operation.node);
      break;
    case 'unlink':
      durable.names(operation.directory).delete(operation.name);
      break;
    case 'rename':
      durable.names(operation.from).delete(operation.fromName);
      durable.names(operation.to).set(operation.toName, operation.node);
      break;
  }
}

function settleWrite(
  bytes: GrowableBytes,
  position: number,
  data: Uint8Array,
  fate: Exclude<Fate, 'lost'>,
): void {
  if (fate === 'kept') {
    bytes.write(data, position);
  } else if (fate === 'size-only') {
    bytes.resize(Math.max(bytes.length, position + data.length));
  } else if (fate.firstBytes > 0) {
    bytes.write(data.subarray(0, fate.firstBytes), position);
  }
}
