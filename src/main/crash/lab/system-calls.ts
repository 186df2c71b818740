import type { Journal, JournalEntry } from './journal.ts';
import { rootNode } from './journal.ts';

/** One call of the engine to the system that changed the disk or proved it. */
export interface SystemCall {
  /** Its entry in the journal. */
  at: number;
  /** "write 000001.log 121 B", "rename a.tmp → a", "fsync of the directory". */
  text: string;
}

/** The system calls of a journal, in order: what callers were told in between is none. */
export function systemCalls(journal: Journal): SystemCall[] {
  const names = new Map<number, string>();
  const directories = new Set([rootNode]);
  const nameOf = (node: number): string => names.get(node) ?? `file ${node}`;
  const calls: SystemCall[] = [];
  for (const [at, entry] of journal.entries()) {
    if (entry.kind === 'link') {
      names.set(entry.node, entry.name);
      if (entry.isDirectory) directories.add(entry.node);
    } else if (entry.kind === 'rename') names.set(entry.node, entry.toName);
    const text = textOf(entry, nameOf, (node) => directories.has(node));
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

function textOf(
  entry: JournalEntry,
  nameOf: (node: number) => string,
  isDirectory: (node: number) => boolean,
): string | null {
  switch (entry.kind) {
    case 'write':
      return `write ${nameOf(entry.file)} ${entry.data.length} B`;
    case 'truncate':
      return `truncate ${nameOf(entry.file)} to ${entry.length} B`;
    case 'link':
      return `${entry.isDirectory ? 'mkdir' : 'create'} ${entry.name}`;
    case 'unlink':
      return `unlink ${entry.name}`;
    case 'rename':
      return `rename ${entry.fromName} → ${entry.toName}`;
    case 'sync':
    case 'failed-sync': {
      const what = isDirectory(entry.node) ? 'the directory' : nameOf(entry.node);
      return `fsync ${what}${entry.kind === 'failed-sync' ? ' fails' : ''}`;
    }
    default:
      return null;
  }
}
