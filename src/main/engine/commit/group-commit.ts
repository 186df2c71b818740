import type { WalscopeError } from '../../../shared/errors.ts';
import type { FsyncPolicy } from '../../../shared/model.ts';
import type { ChangeList } from '../api.ts';
import { CommitPace } from './commit-pace.ts';
import { DelayedSync } from './delayed-sync.ts';
import type { Durability } from './durability.ts';
import { asWalscopeError, withUnproven } from './failures.ts';
import type { LogWriter } from './log-writer.ts';
import type { PendingWrite, Reject, Resolve, WriteTarget } from './pending-write.ts';
import { placeLate } from './place-late.ts';
import { WaitingWrites } from './waiting-writes.ts';
import { WriteGroup } from './write-group.ts';
import type { WriteHealth } from './write-health.ts';

export interface GroupCommitParts {
  writer: LogWriter;
  health: WriteHealth;
  durability: Durability;
  target: WriteTarget;
  policy: FsyncPolicy;
  /** ms since 1970. */
  now: () => number;
  /** Others write to the disk as well: an fsync may have to bring their bytes along, however quick it is by itself. */
  isDiskShared: () => boolean;
  /** After each group that was acknowledged, and after each fsync. */
  onAcknowledged: (records: number) => void;
  onDurability: () => void;
}

/**
 * Gathers what callers write in one turn of the event loop, or while the group before is on its way, puts it into
 * one frame, and answers all of them when the policy's promise holds.
 */
export class GroupCommit {
  readonly #parts: GroupCommitParts;
  /** Takes in what is written now. */
  #open: WriteGroup;
  #spare: WriteGroup[] = [];
  /** What does not fit into the open group, or has to be decided between two groups. */
  readonly #waiting = new WaitingWrites();
  #exclusive: (() => Promise<void>)[] = [];
  readonly #pace = new CommitPace();
  #isRunning = false;
  /** Until when nothing is on its way, if something is. */
  #idle: Promise<void> = Promise.resolve();
  /** What has been taken in runs once all callers of this turn have been heard. */
  #isDue = false;
  #policy: FsyncPolicy;
  readonly #delayedSync: DelayedSync;

  constructor(parts: GroupCommitParts) {
    this.#parts = parts;
    this.#policy = parts.policy;
    this.#delayedSync = new DelayedSync(parts.durability, parts.now, {
      sync: () => this.sync(),
      isOn: () => this.#policy === 'everysec',
    });
    this.#open = new WriteGroup(parts.target, parts.now);
    this.#open.begin(parts.writer.nextSeq);
  }

  get policy(): FsyncPolicy {
    return this.#policy;
  }

  /** Takes a write; it is answered through its own `resolve` and `reject`. */
  submit(write: PendingWrite): void {
    if (this.#waiting.add(write)) this.#start();
  }

  /** Takes a set that asks about nothing, without a copy; false when it has to be submitted. */
  submitSet(
    key: Uint8Array,
    hash: number,
    value: Uint8Array,
    expireAt: number | null,
    resolve: Resolve,
    reject: Reject,
  ): boolean {
    // What waits was there first.
    if (this.#waiting.count > 0) return false;
    if (!this.#open.addSet(key, hash, value, expireAt, resolve, reject)) return false;
    this.#start();
    return true;
  }

  /**
   * Takes changes that have been gathered over a turn of the event loop, without a copy; false when they have to be
   * submitted. They are not kept waiting for others: whoever gathered them has done so.
   */
  submitList(list: ChangeList, resolve: Resolve, reject: Reject): boolean {
    if (this.#waiting.count > 0) return false;
    if (!this.#open.addList(list, resolve, reject)) return false;
    if (this.#isRunning) return true;
    this.#isDue = true;
    this.#begin();
    return true;
  }

  /** Runs `task` between two groups: nothing is written meanwhile. */
  between<T>(task: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#exclusive.push(() => task().then(resolve, reject));
      this.#start();
    });
  }

  /**
   * Everything that was acknowledged before the call is durable when it returns. A write that has failed does not
   * stand in the way of proving those before it; an fsync that has failed does.
   */
  async sync(): Promise<void> {
    const { writer, health, durability } = this.#parts;
    if (durability.isAllDurable) return;
    if (health.isUnproven) health.admit();
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
    else this.#delayedSync.schedule();
    this.#parts.onDurability();
  }

  /** Waits until nothing is on its way, and stops the timer. */
  async stop(): Promise<void> {
    while (this.#isRunning || this.#isDue) {
      this.#begin();
      await this.#idle;
    }
    this.#delayedSync.stop();
  }

  #start(): void {
    if (this.#isRunning || this.#isDue) return;
    this.#isDue = true;
    this.#pace.whenHeard(this.#beginDue);
  }

  readonly #beginDue = (): void => this.#begin();

  #begin(): void {
    if (this.#isRunning || !this.#isDue) return;
    this.#isDue = false;
    this.#isRunning = true;
    this.#idle = this.#run();
  }

  async #run(): Promise<void> {
    for (const task of this.#exclusive.splice(0)) await task();
    if (this.#open.callers > 0 || this.#waiting.count > 0) await this.#commitGroup();
    this.#isRunning = false;
    // Whoever has just been answered can still join those who came meanwhile.
    if (this.#open.callers > 0 || this.#waiting.count > 0 || this.#exclusive.length > 0) this.#start();
  }

  async #commitGroup(): Promise<void> {
    try {
      this.#parts.health.admit();
    } catch (error) {
      this.#rejectAll(error as WalscopeError);
      return;
    }
    if (this.#policy === 'everysec') await this.#delayedSync.catchUp();
    const group = this.#take();
    try {
      if (group.records > 0) await this.#write(group);
      this.#settle(group);
    } catch (error) {
      const failure = this.#failed(error, 'Writing to the log');
      group.reject(failure);
      this.#recycle(group);
      // What was taken in meanwhile counts on the sequence numbers of this group.
      this.#rejectOpen(failure);
    }
  }

  /** The open group with all that waits for its turn, as far as it goes; another takes its place. */
  #take(): WriteGroup {
    if (this.#waiting.count > 0) this.#waiting.handOn((write) => this.#open.add(write));
    const group = this.#open;
    this.#open = this.#spare.pop() ?? new WriteGroup(this.#parts.target, this.#parts.now);
    this.#open.begin(group.nextSeq);
    return group;
  }

  async #write(group: WriteGroup): Promise<void> {
    const { writer, isDiskShared } = this.#parts;
    if (group.hasLate) await placeLate(group, writer);
    else if (!writer.hasRoom(group.length)) await writer.prepare(group.length);
    const appended = writer.append(group, this.#policy === 'always');
    const { segment, offset } = appended instanceof Promise ? await appended : appended;
    group.placed(segment.number, offset);
    if (group.hasLate) writer.leaveRoom(group.longestWhole);
    if (this.#policy !== 'always') return;
    const started = performance.now();
    if (this.#pace.isQuick && !writer.isSyncing && !isDiskShared()) writer.syncInline();
    else await writer.sync();
    this.#pace.proven(performance.now() - started, group.callers);
  }

  /** Makes what has been written visible, and answers those who wait for it. */
  #settle(group: WriteGroup): void {
    const { health, durability } = this.#parts;
    if (group.records > 0) {
      group.apply();
      durability.acknowledgedSeq = group.nextSeq - 1;
      health.succeeded();
    }
    group.answer(durability.durableSeq >= group.nextSeq - 1);
    if (group.records > 0) this.#tell(group.records);
    this.#recycle(group);
  }

  #tell(records: number): void {
    this.#delayedSync.schedule();
    this.#parts.onAcknowledged(records);
    if (this.#policy === 'always') this.#parts.onDurability();
  }

  #recycle(group: WriteGroup): void {
    group.begin(0);
    this.#spare.push(group);
  }

  #rejectAll(error: WalscopeError): void {
    const waiting = this.#waiting.takeAll();
    this.#rejectOpen(error);
    for (const write of waiting) write.reject(error);
  }

  #rejectOpen(error: WalscopeError): void {
    this.#open.reject(error);
    this.#open.begin(this.#parts.writer.nextSeq);
  }

  #failed(error: unknown, what: string): WalscopeError {
    const { health, durability, writer } = this.#parts;
    const failure = asWalscopeError(error, what);
    const named = withUnproven(failure, durability.durableSeq + 1, writer.nextSeq - 1);
    health.failed(named);
    return named;
  }
}
