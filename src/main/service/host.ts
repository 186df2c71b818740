import type { Picked } from '../../shared/contract/app.ts';
import type { Emit } from '../../shared/contract/index.ts';
import type { WalscopeError } from '../../shared/errors.ts';
import type { ForkWorker } from '../crash/process-kill.ts';
import type { Store } from '../engine/api.ts';
import type { FileSystem } from '../engine/fs/file-system.ts';
import type { OpenedPlace } from './storage/opened-place.ts';

/** A client of a served store. */
export interface ServedClient {
  id: number;
  address: string;
  /** As it calls itself; often empty. */
  name: string;
  db: number;
  lastCommand: string;
  /** ms since 1970. */
  usedAtMs: number;
}

/** An open store that clients talk to over the network, on this machine only. */
export interface StoreServer {
  readonly address: string;
  readonly port: number;
  /** Commands that have been run. */
  commands(): number;
  clients(): ServedClient[];
  /** Hears of each command, in words, until the returned function is called. */
  watch(listener: (line: string) => void): () => void;
  close(): Promise<void>;
}

/** What the service needs of whoever runs it: Electron, the web host or a spec. */
export interface ServiceHost {
  readonly kind: 'electron' | 'web';
  readonly version: string;
  /** Version of Electron; null in the web host. */
  readonly electron: string | null;
  /** Where settings, recent directories, copies of examples and crashed copies are kept. Created when missing. */
  readonly dataDirectory: string;
  /** Directories to open at start, as given on the command line. */
  readonly openAtStart: readonly string[];
  readonly emit: Emit;
  /** The system's dialog for directories and files; null when it was cancelled. Absent where the host has none. */
  pick?(options: { title: string; what: Picked }): Promise<string | null>;
  /** Shows a path in the system's file manager. Absent where the host has none. */
  reveal?(path: string): Promise<void>;
  /** Starts a built worker as a child process that can be killed; by default Node's own way. */
  readonly forkWorker?: ForkWorker;
  /** Serves an open store. Absent where the host has no servers. */
  serveStore?(
    store: Store,
    /** `onGone`: `place` is not where it was any more; it may be called again until the server is closed. */
    options: { port: number; place: OpenedPlace; onGone: (why: WalscopeError) => void },
  ): Promise<StoreServer>;
  /** The real file system unless a spec says otherwise. */
  readonly fileSystem?: FileSystem;
}
