/** A write that the file's next sync is to prove. */
export interface UnsyncedWrite {
  position: number;
  data: Uint8Array;
}

/** A sync of a file that is about to happen. */
export interface FileSync {
  /** Within its directory, as it was opened. */
  name: string;
  /** Since the last sync through the same handle, oldest first. */
  writes: readonly UnsyncedWrite[];
  /** The file's first bytes, as many as asked for and there. */
  head: (bytes: number) => Uint8Array;
}

/** A name of a directory that was given, moved or taken away. */
export interface EntryChange {
  kind: 'create' | 'rename' | 'unlink';
  /** What the directory calls it now; with `rename` also what it was called. */
  name: string;
  from?: string;
}

/** A sync of a directory that is about to happen. */
export interface DirectorySync {
  /** Since its last sync, oldest first. */
  changes: readonly EntryChange[];
}

/** A rename that is about to happen, within one directory. */
export interface Renaming {
  from: string;
  to: string;
  /** What stands in either file; empty when there is none. */
  content: () => Promise<{ from: Uint8Array; to: Uint8Array }>;
}

/** What is taken out of an engine from below: calls that it makes and that never arrive, or bytes it is shown instead. */
export interface Alteration {
  dropsFileSync?: (sync: FileSync) => boolean;
  dropsDirectorySync?: (sync: DirectorySync) => boolean;
  /** A write of what already stands there. */
  dropsRewrite?: (name: string) => boolean;
  dropsRename?: (renaming: Renaming) => Promise<boolean>;
  /** The name that is used instead of the one asked for. */
  rewritesName?: (name: string) => string;
  /** Makes a checksum in a file's first bytes match, so that comparing it finds nothing. Changes `bytes` in place. */
  forges?: (name: string, bytes: Uint8Array) => void;
}
