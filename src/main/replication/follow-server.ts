import { setTimeout as wait } from 'node:timers/promises';
import { toPlainError, WalscopeError } from '../../shared/errors.ts';
import type { FileSystem } from '../engine/fs/file-system.ts';
import { FollowedCopy } from './followed-copy.ts';
import type { FollowedServer } from './followed-server.ts';
import { ReplicaLink, type ReplicationPosition } from './replica-link.ts';

/** What has happened, for whoever watches. Offsets in bytes of the server's history. */
export type FollowEvent =
  | { kind: 'connecting' }
  /** A snapshot is coming; `bytes` of it so far. */
  | { kind: 'copying'; bytes: number }
  /** The copy has the server's keys and takes what it writes: everything anew, or where it had left off. */
  | { kind: 'following'; offset: number; resumed: boolean }
  /** Everything up to here is proven. */
  | { kind: 'proven'; offset: number }
  /** It is tried again after so long. */
  | { kind: 'lost'; message: string; retryMs: number };

export interface FollowServerOptions {
  server: FollowedServer;
  /** New, empty, or a copy that was made before. */
  directory: string;
  fileSystem: FileSystem;
  /** Ends it: what has come is made durable first. */
  signal: AbortSignal;
  onEvent(event: FollowEvent): void;
  /** Ends once the copy is proven and nothing has come for a moment, or when the server is out of reach for long. */
  once?: boolean;
  /** Between two attempts, twice as long each time. ms; default 500 to 30,000. */
  retry?: { firstMs: number; maxMs: number };
}

const defaultRetry = { firstMs: 500, maxMs: 30_000 };

/** An fsync, and word of it to the server, at most this often. ms */
const syncEveryMs = 1000;
/** Of a copy that is made once, one after the other without an answer: 15 s of waiting. */
const maxAttemptsOnce = 6;
/** Between two reports of a snapshot that is coming. Bytes. */
const reportEveryBytes = 1024 * 1024;
/** Without a byte for so long, and all of them proven, a copy has what the server had. ms */
const quietMs = 1000;

/**
 * Attaches to a server as a replica and keeps a durable copy of it, until the signal ends it. A connection that breaks
 * is made again and goes on where the copy ends, as long as the server still has what comes next. Throws what no second
 * attempt would mend: a password that is refused, a directory that cannot be written, and for `once` a server that does
 * not answer.
 */
export async function followServer(options: FollowServerOptions): Promise<void> {
  const copy = await FollowedCopy.open(options.directory, options.fileSystem);
  try {
    await new Following(options, copy).run();
  } finally {
    await copy.close();
  }
}

class Following {
  readonly #options: FollowServerOptions;
  readonly #copy: FollowedCopy;
  readonly #retry: { firstMs: number; maxMs: number };
  #retryMs: number;
  #attempts = 0;

  constructor(options: FollowServerOptions, copy: FollowedCopy) {
    this.#options = options;
    this.#copy = copy;
    this.#retry = options.retry ?? defaultRetry;
    this.#retryMs = this.#retry.firstMs;
  }

  async run(): Promise<void> {
    const { signal, onEvent, once } = this.#options;
    while (!signal.aborted) {
      try {
        await this.#attach();
        if (once) return;
      } catch (error) {
        if (signal.aborted) return;
        if (!isPassing(error) || (once && ++this.#attempts >= maxAttemptsOnce)) throw error;
        onEvent({ kind: 'lost', message: toPlainError(error).message, retryMs: this.#retryMs });
        await wait(this.#retryMs, undefined, { signal }).catch(() => undefined);
        this.#retryMs = Math.min(this.#retry.maxMs, this.#retryMs * 2);
      }
    }
  }

  /** Returns only where it was to end once everything is there. */
  async #attach(): Promise<void> {
    const { server, signal, onEvent } = this.#options;
    onEvent({ kind: 'connecting' });
    const link = await ReplicaLink.connect(server, signal);
    try {
      const answer = await link.sync(this.#copy.position);
      if (answer.kind === 'continue') await this.#copy.rename(answer.id);
      else await this.#copyAll(answer.position, answer.snapshot);
      this.#retryMs = this.#retry.firstMs;
      this.#attempts = 0;
      const { offset } = this.#copy.position!;
      onEvent({ kind: 'following', offset, resumed: answer.kind === 'continue' });
      link.acknowledge(this.#copy.provenOffset!);
      await this.#stream(link);
    } finally {
      link.close();
    }
  }

  async #copyAll(start: ReplicationPosition, snapshot: AsyncIterable<Buffer>): Promise<void> {
    const { onEvent } = this.#options;
    async function* counted(): AsyncGenerator<Buffer> {
      let bytes = 0;
      let told = 0;
      for await (const chunk of snapshot) {
        bytes += chunk.length;
        if (bytes - told >= reportEveryBytes) {
          told = bytes;
          onEvent({ kind: 'copying', bytes });
        }
        yield chunk;
      }
      onEvent({ kind: 'copying', bytes });
    }
    await this.#copy.replace(start, counted());
  }

  /** Commands are written as they come, and proven and acknowledged once a second. */
  async #stream(link: ReplicaLink): Promise<void> {
    let failure: unknown = null;
    let lastByteMs = performance.now();
    let ended = false;
    const ticking = this.#tick(
      link,
      () => ended,
      () => performance.now() - lastByteMs,
    ).catch((error: unknown) => {
      failure = error;
      link.close();
    });
    try {
      for (;;) {
        const bytes = await link.next();
        lastByteMs = performance.now();
        await this.#copy.append(bytes);
      }
    } catch (error) {
      if (failure !== null) throw failure;
      if (this.#isCaughtUp) return;
      throw error;
    } finally {
      ended = true;
      await ticking;
      await this.#copy.sync();
    }
  }

  #isCaughtUp = false;

  async #tick(link: ReplicaLink, isEnded: () => boolean, silentForMs: () => number): Promise<void> {
    const { signal, onEvent, once } = this.#options;
    while (!isEnded() && !signal.aborted) {
      await wait(syncEveryMs, undefined, { signal }).catch(() => undefined);
      if (isEnded()) return;
      await this.#copy.sync();
      const offset = this.#copy.provenOffset!;
      link.acknowledge(offset);
      onEvent({ kind: 'proven', offset });
      if (once && silentForMs() >= quietMs) {
        this.#isCaughtUp = true;
        link.close();
        return;
      }
    }
  }
}

/** The network comes and goes; passwords and disks do not mend by themselves. */
function isPassing(error: unknown): boolean {
  return error instanceof WalscopeError
    ? error.code === 'IO'
    : /^(?:ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|ENOTFOUND|EAI_AGAIN|ERR_STREAM)/.test(codeOf(error)) ||
        codeOf(error) === '';
}

function codeOf(error: unknown): string {
  return error instanceof Error ? String((error as NodeJS.ErrnoException).code ?? '') : '';
}
