import { WalscopeError } from '../../../shared/errors.ts';
import type { FsyncPolicy } from '../../../shared/model.ts';
import type { Durability } from './durability.ts';
import { asWalscopeError } from './failures.ts';
import type { LogWriter } from './log-writer.ts';
import type { PendingWrite, WriteTarget } from './pending-write.ts';
import { WriteGroup } from './write-group.ts';
import type { WriteHealth } from './write-health.ts';

/** With `everysec` an fsync begins so long after the first write that it proves. */
const syncEveryMs = 1000;
/** With `everysec` a write waits when the fsync before it is later than this. */
const lateSyncMs = 2000;
/** What may wait for its turn at once. */
const maxWaitingBytes = 1024 * 1024 * 1024;
const maxWaitingWrites = 1_000_000;

export interface GroupCommitParts {
  writer: LogWriter;
  health: WriteHealth;
  durability: Durability;
  target: WriteTarget;
  policy: FsyncPolicy;
  /** ms since 1970. */
  now: () => number;
  /** After each group that was acknowledged, and after each fsync. */
  onAcknowledged: (records: number) => void;
  onDurability: () => void;
}

/**
 * Gathers what callers write while the group before is on its way, puts it into one frame, and answers all of them
 * when the policy's promise holds.
 */
export class GroupCommit {
  readonly #parts: GroupCommitParts;
  readonly #group: WriteGroup;
  #queue: PendingWrite[] = [];
  #queuedBytes = 0;
  #exclusive: (() => Promise<void>)[] = [];
  #running: Promise<void> | null = null;
  #policy: FsyncPolicy;
  #syncTimer: NodeJS.Timeout | null = null;

  constructor(parts: GroupCommitParts) {
    this.#parts = parts;
    this.#policy = parts.policy;
    this.#group = new WriteGroup(parts.target, parts.now);
  }

  get policy(): FsyncPolicy {
    return this.#policy;
  }

  /** Takes a write; it is answered through its own `resolve` and `reject`. */
  submit(write: PendingWrite): void {
    if (this.#queuedBytes + write.bytes > maxWaitingBytes || this.#queue.length >= maxWaitingWrites) {
      const reason = 'Too many writes are waiting for the disk: wait for some of them before writing more.';
      write.reject(new WalscopeError('TOO_LARGE', reason));
      return;
    }
    this.#queue.push(write);
    this.#queuedBytes += write.bytes;
    this.#start();
  }

  /** Runs `task` between two groups: nothing is written meanwhile. */
  between<T>(task: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#exclusive.push(() => task().then(resolve, reject));
      this.#start();
    });
  }

  /** Everything that was acknowledged before the call is durable when it returns. */
  async sync(): Promise<void> {
    const { writer, health, durability } = this.#parts;
    if (durability.isAllDurable) return;
    if (health.isFinal) health.admit();
    try {
      await writer.sync();
    } catch (error) {
      throw this.#failed(error, 'The fsync');
    }
    this.#parts.onDurability();
  }

  async setPolicy(policy: FsyncPolicy): Promise<void> {
    this.#policy = policy;
    if (policy === 'always') await this.between(() => this.sync());
    else this.#scheduleSync();
    this.#parts.onDurability();
  }

  /** Waits until nothing is on its way, and stops the timer. */
  async stop(): Promise<void> {
    while (this.#running !== null) await this.#running;
    if (this.#syncTimer !== null) clearTimeout(this.#syncTimer);
    this.#syncTimer = null;
  }

  /** All calls of one turn of the event loop share the first group. */
  #start(): void {
    this.#running ??= new Promise<void>((resolve) => setImmediate(resolve)).then(() => this.#run());
  }

  async #run(): Promise<void> {
    while (this.#queue.length > 0 || this.#exclusive.length > 0) {
      for (const task of this.#exclusive.splice(0)) await task();
      if (this.#queue.length > 0) await this.#commitGroup();
    }
    // In the same turn in which nothing more was found: what comes from here on starts anew.
    this.#running = null;
  }

  async #commitGroup(): Promise<void> {
    const { writer, health } = this.#parts;
    try {
      health.admit();
    } catch (error) {
      this.#rejectAll(error as WalscopeError);
      return;
    }
    if (this.#policy === 'everysec') await this.#waitForLateSync();
    this.#gather(writer.nextSeq);
    if (!this.#group.hasRecords) {
      this.#group.answer(this.#parts.durability.isAllDurable);
      return;
    }
    try {
      await this.#write();
    } catch (error) {
      this.#group.reject(this.#failed(error, 'Writing to the log'));
    }
  }

  #gather(firstSeq: number): void {
    this.#group.begin(firstSeq);
    let taken = 0;
    for (const write of this.#queue) {
      if (!this.#group.add(write)) break;
      this.#queuedBytes -= write.bytes;
      taken++;
    }
    this.#queue = this.#queue.slice(taken);
  }

  async #write(): Promise<void> {
    const { writer, health, durability } = this.#parts;
    const group = this.#group;
    await writer.prepare(group.builder.length);
    const records = group.builder.records;
    const { segment, offset } = await writer.append(group.builder);
    const always = this.#policy === 'always';
    if (always) await writer.sync();
    group.apply(segment.number, offset);
    durability.acknowledgedSeq = writer.nextSeq - 1;
    health.succeeded();
    group.answer(always);
    this.#scheduleSync();
    this.#parts.onAcknowledged(records);
    if (always) this.#parts.onDurability();
  }

  #rejectAll(error: WalscopeError): void {
    const waiting = this.#queue;
    this.#queue = [];
    this.#queuedBytes = 0;
    for (const write of waiting) write.reject(error);
  }

  #failed(error: unknown, what: string): WalscopeError {
    const { health, durability, writer } = this.#parts;
    const failure = asWalscopeError(error, what);
    if (failure.code === 'FSYNC_FAILED') {
      const unproven = `Sequence numbers ${durability.durableSeq + 1} to ${writer.nextSeq - 1} are not proven.`;
      const details = { firstUnprovenSeq: durability.durableSeq + 1, lastUnprovenSeq: writer.nextSeq - 1 };
      const named = new WalscopeError('FSYNC_FAILED', `${failure.message} ${unproven}`, {
        cause: failure.cause,
        details: { ...failure.details, ...details },
      });
      health.failed(named);
      return named;
    }
    health.failed(failure);
    return failure;
  }

  async #waitForLateSync(): Promise<void> {
    const since = this.#parts.durability.gapSinceMs;
    if (since === null || this.#parts.now() - since <= lateSyncMs) return;
    // A failed fsync turns the store read-only, which the write itself then meets.
    await this.sync().catch(() => undefined);
  }

  #scheduleSync(): void {
    if (this.#policy !== 'everysec' || this.#syncTimer !== null || this.#parts.durability.isAllDurable)
      return;
    this.#syncTimer = setTimeout(() => {
      this.#syncTimer = null;
      // A failure has been told by then: the store is read-only.
      this.sync().then(
        () => this.#scheduleSync(),
        () => undefined,
      );
    }, syncEveryMs);
    this.#syncTimer.unref();
  }
}
