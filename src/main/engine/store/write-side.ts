import { WalscopeError } from '../../../shared/errors.ts';
import type {
  Bytes,
  Change,
  ChangeList,
  DurabilityStatus,
  FsyncPolicy,
  SetOptions,
  Store,
  Written,
} from '../api.ts';
import type { Durability } from '../commit/durability.ts';
import type { DurableMarkFile } from '../commit/durable-mark-file.ts';
import { asWalscopeError } from '../commit/failures.ts';
import { GroupCommit } from '../commit/group-commit.ts';
import type { LogWriter } from '../commit/log-writer.ts';
import type { PendingChange, Reject, Resolve, WriteRule } from '../commit/pending-write.ts';
import { WriteHealth } from '../commit/write-health.ts';
import type { FileSystem } from '../fs/file-system.ts';
import type { DirectoryLock } from '../lock/directory-lock.ts';
import type { Writing } from '../recovery/begin-writing.ts';
import { writeCheckpoint } from '../recovery/write-checkpoint.ts';
import {
  batchBytes,
  checkBatchBytes,
  deadline,
  keyBytes,
  pendingChange,
  pendingList,
  valueBytes,
} from './arguments.ts';
import { AutoMaintenance, type MaintenanceSettings } from './auto-maintenance.ts';
import type { EventHub } from './event-hub.ts';
import { ExpiryCycle } from './expiry-cycle.ts';
import { Maintenance } from './maintenance.ts';
import { previewFrame } from './preview-frame.ts';
import type { StoreState } from './store-state.ts';

export interface WriteSideParts {
  fileSystem: FileSystem;
  state: StoreState;
  lock: DirectoryLock;
  events: EventHub;
  policy: FsyncPolicy;
  settings: MaintenanceSettings;
}

/** All of an open store that changes the directory. */
export class WriteSide {
  readonly health: WriteHealth;
  readonly maintenance: Maintenance;
  readonly auto: AutoMaintenance;
  readonly #state: StoreState;
  readonly #commit: GroupCommit;
  readonly #writer: LogWriter;
  readonly #mark: DurableMarkFile;
  readonly #durability: Durability;
  readonly expiry: ExpiryCycle;
  readonly #lock: DirectoryLock;
  readonly #events: EventHub;
  readonly #fileSystem: FileSystem;
  readonly #storeId: Uint8Array;
  #segmentCount: number;

  constructor(parts: WriteSideParts, begin: Writing) {
    const { fileSystem, state, events } = parts;
    this.#state = state;
    this.#events = events;
    this.#fileSystem = fileSystem;
    this.#storeId = begin.manifest.current.storeId;
    this.#lock = parts.lock;
    this.#writer = begin.writer;
    this.#mark = begin.mark;
    this.#durability = begin.durability;
    this.#segmentCount = state.segments.ordered.length;
    this.health = new WriteHealth(state.now, (reason) => this.#healthChanged(reason));
    this.#commit = new GroupCommit({
      writer: begin.writer,
      health: this.health,
      durability: begin.durability,
      target: state,
      policy: parts.policy,
      now: state.now,
      isDiskShared: () => this.maintenance.isAtWork,
      onAcknowledged: (records) => this.#acknowledged(records),
      onDurability: () => events.emit('onDurability', this.durability()),
    });
    this.maintenance = new Maintenance({
      fileSystem,
      state,
      commit: this.#commit,
      writer: begin.writer,
      manifest: begin.manifest,
      health: this.health,
      onFiles: () => events.emit('onFiles'),
      onDropped: (key) => events.emit('onDropped', key),
    });
    this.auto = new AutoMaintenance(state, this.maintenance, parts.settings);
    this.expiry = new ExpiryCycle(
      state,
      this.#commit,
      () => this.health.reason === null,
      (keys) => events.emit('onExpired', keys),
    );
    this.expiry.start();
    void this.maintenance.refreshHints();
  }

  /** Resolves with null when none of the changes had to be made. */
  write(changes: readonly Change[], rule: WriteRule): Promise<Written | null> {
    return new Promise((resolve, reject) => this.#submit(changes, rule, resolve, reject));
  }

  /** A set that asks about nothing: the caller's bytes go straight into the frame. */
  set(key: Bytes, value: Bytes, options: SetOptions | undefined): Promise<Written> {
    return new Promise((resolve, reject) => {
      const name = keyBytes(key);
      const content = valueBytes(value);
      const expireAt = options ? deadline(options, this.#state.now()) : null;
      const hash = this.#state.index.hash(name, 0, name.length);
      // A set is never left out: it is always answered with what was written.
      const answer = resolve as Resolve;
      if (this.#commit.submitSet(name, hash, content, expireAt, answer, reject)) return;
      this.#submit([{ op: 'set', key, value, ...options }], 'all', answer, reject);
    });
  }

  /** Changes that ask about nothing: their bytes go straight into the frame. */
  batchOf(list: ChangeList): Promise<Written> {
    return new Promise((resolve, reject) => {
      const bytes = checkBatchBytes(list.bytes);
      // None of them is ever left out: it is always answered with what was written.
      const answer = resolve as Resolve;
      if (this.#commit.submitList(list, answer, reject)) return;
      const changes = pendingList(list, this.#state.index);
      this.#commit.submit({ changes, rule: 'all', bytes: list.newBytes ?? bytes, resolve: answer, reject });
    });
  }

  /** What a write of nothing resolves with. */
  nothingWritten(): Written {
    const lastSeq = this.#durability.acknowledgedSeq;
    return { firstSeq: lastSeq + 1, lastSeq, durable: this.#durability.durableSeq >= lastSeq };
  }

  /** The frame that a batch of these changes would append to the segment that is written to. */
  preview(changes: readonly Change[]): ReturnType<Store['previewBatch']> {
    batchBytes(changes);
    const times = { durableSeq: this.#durability.durableSeq, timeMs: Math.max(this.#state.now(), 0) };
    return previewFrame(this.#writer, this.#pending(changes), times);
  }

  async sync(): Promise<DurabilityStatus> {
    await this.#commit.between(() => this.#commit.sync());
    return this.durability();
  }

  async setPolicy(policy: FsyncPolicy): Promise<DurabilityStatus> {
    await this.#commit.setPolicy(policy);
    return this.durability();
  }

  durability(): DurabilityStatus {
    const { acknowledgedSeq, durableSeq, gapBytes, gapSinceMs, lastFsyncMs } = this.#durability;
    return {
      policy: this.#commit.policy,
      acknowledgedSeq,
      durableSeq: Math.min(durableSeq, acknowledgedSeq),
      gapBytes,
      gapSinceMs,
      lastFsyncMs,
      failure: this.health.reason,
    };
  }

  /** Waits for what is on its way, proves it, and gives the directory free, whatever fails on the way there. */
  async close(): Promise<void> {
    this.auto.stop();
    this.expiry.stop();
    await this.maintenance.stop();
    await this.#commit.stop();
    const failures: unknown[] = [];
    const attempt = (step: () => Promise<void>): Promise<void> =>
      step().catch((error: unknown) => {
        failures.push(error);
      });
    if (this.health.isUnproven) {
      if (this.#durability.acknowledgedSeq > this.#durability.durableSeq) failures.push(this.#unproven());
    } else {
      await this.#writer.trim();
      await attempt(() => this.#commit.sync());
      await attempt(() => this.#mark.sync());
      if (failures.length === 0 && !this.health.isFinal) await this.#checkpoint();
    }
    await attempt(() => this.#mark.close());
    for (const segment of this.#state.segments.ordered) await segment.retire();
    await attempt(() => this.#lock.release());
    if (failures.length > 0) throw asWalscopeError(failures[0], 'Closing the store');
  }

  /** The next opening reads the index as it is now. */
  async #checkpoint(): Promise<void> {
    const { directory, index, segments } = this.#state;
    const { chain, nextSeq } = this.#writer;
    if (index.inMemory === null) return;
    await writeCheckpoint(this.#fileSystem, {
      directory,
      storeId: this.#storeId,
      index: index.inMemory,
      segments: segments.ordered,
      chain,
      nextSeq,
    });
  }

  #unproven(): WalscopeError {
    const { durableSeq, acknowledgedSeq } = this.#durability;
    const range = `sequence numbers ${durableSeq + 1} to ${acknowledgedSeq}`;
    return new WalscopeError(
      'FSYNC_FAILED',
      `${this.#state.directory} is closed, but ${range} were acknowledged and are not proven: an fsync has failed. Copy the directory, check the disk, and open it again.`,
      { details: { firstUnprovenSeq: durableSeq + 1, lastUnprovenSeq: acknowledgedSeq } },
    );
  }

  #submit(changes: readonly Change[], rule: WriteRule, resolve: Resolve, reject: Reject): void {
    const bytes = batchBytes(changes);
    this.#commit.submit({ changes: this.#pending(changes), rule, bytes, resolve, reject });
  }

  #pending(changes: readonly Change[]): PendingChange[] {
    const nowMs = this.#state.now();
    return changes.map((change) => pendingChange(change, this.#state.index, nowMs));
  }

  #acknowledged(records: number): void {
    this.#events.emit('onWritten', this.durability());
    this.auto.written(records);
    if (this.#state.segments.ordered.length <= this.#segmentCount) return;
    this.#segmentCount = this.#state.segments.ordered.length;
    this.#events.emit('onFiles');
    void this.maintenance.refreshHints();
  }

  #healthChanged(reason: string | null): void {
    if (reason !== null) this.#events.emit('onReadOnly', reason);
    this.#events.emit('onDurability', this.durability());
  }

  /** The mark could not be written: the disk is not to be written to any more, though all that was said is true. */
  markFailed(error: unknown): void {
    this.health.failed(asWalscopeError(error, 'Writing the durable mark'));
  }
}

export function readOnlyError(directory: string, reason: string | null): WalscopeError {
  const why = (reason ?? 'it was asked for').replace(/\.$/, '');
  return new WalscopeError('READ_ONLY', `${directory} is open read-only: ${why}.`);
}
