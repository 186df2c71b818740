import { type Journal, type JournalEntry, rootNode } from './journal.ts';
import { NodeNames } from './node-names.ts';
import { storeDirectory } from './trace.ts';

/** One call of the engine to the system that changed the disk or proved it. */
export interface SystemCall {
  /** Its entry in the journal. */
  at: number;
  /** "write 000001.log 121 B", "rename a.tmp → a", "fsync of the directory". */
  text: string;
}

/** The system calls of a journal, in order: what callers were told in between is none. */
export function systemCalls(journal: Journal): SystemCall[] {
  const names = new NodeNames(storeDirectory);
  const calls: SystemCall[] = [];
  for (const [at, entry] of journal.entries()) {
    const text = textOf(entry, names);
    if (text !== null) calls.push({ at, text });
  }
  return calls;
}

/** How many system calls had happened after each number of entries: the place of a crash among them. */
export function callsBefore(calls: readonly SystemCall[], entries: number): Uint32Array {
  const before = new Uint32Array(entries + 1);
  let happened = 0;
  for (let count = 0; count <= entries; count++) {
    if (happened < calls.length && calls[happened]!.at < count) happened += 1;
    before[count] = happened;
  }
  return before;
}

/** Tells the names of what the call has changed. */
function textOf(entry: JournalEntry, names: NodeNames): string | null {
  switch (entry.kind) {
    case 'write':
      return `write ${names.of(entry.file)} ${entry.data.length} B`;
    case 'truncate':
      return `truncate ${names.of(entry.file)} to ${entry.length} B`;
    case 'link':
      return `${entry.isDirectory ? 'mkdir' : 'create'} ${names.link(entry.directory, entry.name, entry.node).name}`;
    case 'unlink':
      return `unlink ${names.unlink(entry.directory, entry.name).name}`;
    case 'rename': {
      const from = names.of(entry.node);
      return `rename ${from} → ${names.link(entry.to, entry.toName, entry.node).name}`;
    }
    case 'sync':
      return `fsync ${synced(entry.node, names)}`;
    case 'failed-sync':
      return `fsync ${synced(entry.node, names)} fails`;
    default:
      return null;
  }
}

function synced(node: number, names: NodeNames): string {
  if (node === rootNode) return 'the parent directory';
  return names.isDirectory(node) ? 'the directory' : names.of(node);
}
