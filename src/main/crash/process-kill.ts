import { fork } from 'node:child_process';
import { type EventEmitter, once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { utf8 } from '../../shared/bytes.ts';
import { WalscopeError } from '../../shared/errors.ts';
import type { FormatId, FsyncPolicy } from '../../shared/model.ts';
import { maxValuePreview } from '../../shared/rows.ts';
import { workerEntry } from '../workers/entry.ts';
import { type KillWriterMessage, type KillWriterOrders, plugValue } from '../workers/kill-writer/protocol.ts';
import type { AppendedLog } from './appended-log.ts';
import type { PromisedWrite } from './sides.ts';

/** A writer that has not acknowledged anything by then has hung, in ms. */
const firstAcknowledgementMs = 20_000;
const randomWithinMs = 500;
/** Acknowledgements are remembered up to here; the writer is killed at once when there are more. */
const maxAcknowledged = 200_000;
const prefix = 'plug:';

export interface ProcessKill {
  policy: FsyncPolicy;
  valueBytes: number;
  /** After the first acknowledgement; null = at a random moment. */
  killAfterMs: number | null;
}

export interface KilledWriter {
  pid: number;
  /** Every write that the child had been told is done, in order. */
  promised: PromisedWrite[];
  ranMs: number;
}

/** What is asked of a child process here: Node's own has it, and a host can give another. Emits message and close. */
export interface WorkerProcess extends EventEmitter {
  readonly pid?: number | undefined;
  send(message: KillWriterOrders): unknown;
  kill(signal: 'SIGKILL'): boolean;
}

/** Starts a built worker as a child process with an IPC channel. */
export type ForkWorker = (entry: string) => WorkerProcess;

export const forkWorker: ForkWorker = (entry) =>
  fork(entry, { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });

/** Which child writes such a directory; null when Walscope has no writer for the format. */
const writers: Partial<Record<FormatId, string>> = {
  walscope: 'kill-writer',
  guide: 'log-writer',
  redis: 'log-writer',
};

export function canBeKilled(format: FormatId): boolean {
  return writers[format] !== undefined;
}

/**
 * Has a child process write into a directory and kills it (SIGKILL). What it was told is done is known from its
 * messages alone, as a client's would be. Throws IO when the child cannot write.
 */
export async function killWriter(
  directory: string,
  { format, appended }: { format: FormatId; appended: AppendedLog | null },
  kill: ProcessKill,
  options: { start: ForkWorker; signal: AbortSignal; onAcknowledged(count: number): void },
): Promise<KilledWriter> {
  const seed = Math.floor(Math.random() * 2 ** 31);
  const child = options.start(workerEntry(writers[format] ?? ''));
  // Not `exit`: by `close` everything that the child said has been heard.
  const closed = once(child, 'close');
  const abort = () => child.kill('SIGKILL');
  options.signal.addEventListener('abort', abort);
  try {
    const heard = hear(child, seed, kill.valueBytes, options.onAcknowledged);
    const orders: KillWriterOrders = {
      directory,
      fsync: kill.policy,
      valueBytes: kill.valueBytes,
      prefix,
      seed,
      ...(appended && { log: { format: appended.format, file: appended.file } }),
    };
    child.send(orders);
    await Promise.race([heard.first, closed, delay(firstAcknowledgementMs, null, { ref: false })]);
    options.signal.throwIfAborted();
    if (heard.promised.length === 0) throw heard.failure() ?? neverWrote(directory);
    const started = performance.now();
    const afterMs = kill.killAfterMs ?? Math.random() * randomWithinMs;
    await Promise.race([heard.full, closed, delay(afterMs, null, { signal: options.signal })]);
    child.kill('SIGKILL');
    await closed;
    return { pid: child.pid ?? 0, promised: heard.promised, ranMs: performance.now() - started };
  } finally {
    options.signal.removeEventListener('abort', abort);
    child.kill('SIGKILL');
  }
}

interface Heard {
  promised: PromisedWrite[];
  /** Resolves with the first acknowledgement, or with the child's failure. */
  first: Promise<void>;
  /** Resolves when no more acknowledgements can be remembered. */
  full: Promise<void>;
  failure(): WalscopeError | null;
}

function hear(
  child: WorkerProcess,
  seed: number,
  valueBytes: number,
  onAcknowledged: (count: number) => void,
): Heard {
  const promised: PromisedWrite[] = [];
  let failure: WalscopeError | null = null;
  const first = signalled();
  const full = signalled();
  child.on('message', (message: KillWriterMessage) => {
    if ('failed' in message) {
      failure = new WalscopeError('IO', `The writer could not write: ${message.failed.message}`);
    } else if (promised.length < maxAcknowledged) {
      const number = Number(message.key.slice(prefix.length));
      promised.push({
        key: utf8(message.key),
        seq: message.acked,
        valueLength: valueBytes,
        preview: () => plugValue(seed, number, Math.min(valueBytes, maxValuePreview)),
      });
      onAcknowledged(promised.length);
    } else {
      full.give();
    }
    first.give();
  });
  return { promised, first: first.given, full: full.given, failure: () => failure };
}

function signalled(): { given: Promise<void>; give: () => void } {
  let give = () => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give: () => give() };
}

function neverWrote(directory: string): WalscopeError {
  return new WalscopeError('IO', `The writer acknowledged nothing in ${directory}: try again.`);
}
