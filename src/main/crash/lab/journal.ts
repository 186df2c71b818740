import type { DiskOperation } from '../../engine/fs/disk-operation.ts';

/**
 * Everything that happened while a workload ran, in order: each call that changes the disk, and what its callers
 * were told. Files and directories are numbered, for a file outlives its name; 0 is the root.
 */
export const rootNode = 0;

type NumberedOperation = DiskOperation<number>;
type Link = Extract<NumberedOperation, { kind: 'link' }>;

/** A change that the system has taken and a power loss may take back until a sync proves it. */
export type Operation = Exclude<NumberedOperation, Link> | (Link & { isDirectory: boolean });

/** What the caller of a step was told; see `Answered`. */
export type Answer =
  | { kind: 'asked'; step: number }
  | { kind: 'answered'; step: number; durable: boolean; wrote: boolean; lastSeq: number | null }
  | { kind: 'refused'; step: number; code: string };

export type JournalEntry =
  | Operation
  | { kind: 'sync'; node: number }
  /** The system could not write the node's pages, dropped them and took them for clean: as Linux does. */
  | { kind: 'failed-sync'; node: number }
  | Answer;

export type Journal = readonly JournalEntry[];

/** A journal has at most so many entries: a workload is small by design. */
export const maxJournalEntries = 100_000;

export function isOperation(entry: JournalEntry): entry is Operation {
  return (
    entry.kind === 'write' ||
    entry.kind === 'truncate' ||
    entry.kind === 'link' ||
    entry.kind === 'unlink' ||
    entry.kind === 'rename'
  );
}

/** Whether two operations change a byte, a length or a name that is the same. */
export function overlaps(one: Operation, other: Operation): boolean {
  if (one.kind === 'truncate') return 'file' in other && one.file === other.file;
  if (one.kind === 'write' && other.kind === 'write') {
    const isBefore = one.position + one.data.length <= other.position;
    const isBehind = other.position + other.data.length <= one.position;
    return one.file === other.file && !isBefore && !isBehind;
  }
  return namesOf(one).some((name) => namesOf(other).includes(name));
}

/** The names that an operation gives or takes, each with its directory. */
function namesOf(operation: Operation): string[] {
  switch (operation.kind) {
    case 'write':
    case 'truncate':
      return [];
    case 'link':
    case 'unlink':
      return [`${operation.directory}/${operation.name}`];
    case 'rename':
      return [`${operation.from}/${operation.fromName}`, `${operation.to}/${operation.toName}`];
  }
}
