import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { CrashSession, Fault } from '../../shared/contract/crash.ts';
import { WalscopeError } from '../../shared/errors.ts';
import type { Verdict } from '../../shared/model.ts';
import { plural } from '../../shared/words.ts';
import type { FileSystem } from '../engine/fs/file-system.ts';
import type { Format } from '../formats/log/format.ts';
import type { Log } from '../formats/log/log.ts';
import { appendedLog } from './appended-log.ts';
import { cutFile } from './change-file.ts';
import { copyDirectory, type ReadDirectory } from './copy-directory.ts';
import { damageCopy, describeDamage } from './damage.ts';
import { KeyDiff } from './key-diff.ts';
import { killRefusal } from './kill-refusal.ts';
import { losePower, type PowerLoss, planPowerLoss } from './power-loss.ts';
import { type ForkWorker, killWriter, type ProcessKill } from './process-kill.ts';
import { RecoveryReplay } from './recovery-replay.ts';
import { bytesBehindStop } from './replay-place.ts';
import type { Before } from './sides.ts';

/** Crashed copies are kept up to this number; the oldest that is not in use makes room. */
const maxSessions = 24;

/** What is crashed: a source's directory as its log was read just now. */
export interface CrashTarget extends ReadDirectory {
  source: string;
}

/** A crashed copy with its recovery, ready to be looked through. */
export interface CrashedCopy {
  session: CrashSession;
  reader: Format;
  replay: RecoveryReplay;
  diff: KeyDiff;
}

/** The format's own engine opening a copy, where there is one: its verdict is the one that counts. */
export type Recover = (path: string, log: Log) => Promise<{ verdict: Verdict; ms: number } | null>;

/** Crashes copies of directories and keeps what came of it. The directories themselves are only read. */
export class CrashLab {
  readonly #directory: string;
  readonly #fileSystem: FileSystem;
  readonly #recover: Recover;
  readonly #start: ForkWorker;
  readonly #isInUse: (path: string) => boolean;
  readonly #copies = new Map<string, CrashedCopy>();

  constructor(options: {
    /** Copies are made below it, and it is removed with the last of them. */
    directory: string;
    fileSystem: FileSystem;
    recover: Recover;
    start: ForkWorker;
    /** Whether a copy is open somewhere and must not be deleted. */
    isInUse: (path: string) => boolean;
  }) {
    this.#directory = options.directory;
    this.#fileSystem = options.fileSystem;
    this.#recover = options.recover;
    this.#start = options.start;
    this.#isInUse = options.isInUse;
  }

  async powerLoss(target: CrashTarget, loss: PowerLoss): Promise<CrashSession> {
    const plan = await planPowerLoss(target, loss, this.#fileSystem);
    return this.#crash(target, async (copy) => {
      await copyDirectory(target, copy, this.#fileSystem);
      await losePower(copy, plan, this.#fileSystem);
      const { begunRecords: begun, acknowledgedRecords: acknowledged } = plan.cut;
      return { what: plan.sentence, before: { ...target, begun, acknowledged } };
    });
  }

  async damage(target: CrashTarget, faults: readonly Fault[]): Promise<CrashSession> {
    return this.#crash(target, async (copy) => {
      const files = await copyDirectory(target, copy, this.#fileSystem);
      await damageCopy(copy, faults, files, this.#fileSystem);
      return { what: describeDamage(faults), before: everything(target) };
    });
  }

  async processKill(
    target: CrashTarget,
    kill: ProcessKill,
    options: { signal: AbortSignal; onAcknowledged(count: number): void },
  ): Promise<CrashSession> {
    const { log } = target;
    const refusal = killRefusal(target);
    if (refusal) throw refusal;
    const appended = appendedLog(log);
    return this.#crash(target, async (copy) => {
      await copyDirectory(target, copy, this.#fileSystem, options.signal);
      if (appended) await cutFile(join(copy, appended.file), appended.end, this.#fileSystem);
      const killed = await killWriter(copy, { format: log.format, appended }, kill, {
        start: this.#start,
        ...options,
      });
      const replayed = appended?.records ?? 0;
      const promised = killed.promised.map((write) => ({ ...write, seq: write.seq + replayed }));
      const [writes, are] = [plural(promised.length, 'write'), promised.length === 1 ? 'is' : 'are'];
      return {
        what:
          `A writer (process ${killed.pid}) appended to the copy under ${kill.policy}, was told that ${writes} ` +
          `${are} done, and was killed (SIGKILL) ${Math.round(killed.ranMs)} ms after the first.`,
        before: { ...everything(target), promised },
      };
    });
  }

  sessions(source: string): CrashSession[] {
    return [...this.#copies.values()]
      .map((copy) => copy.session)
      .filter((session) => session.source === source);
  }

  /** Throws NOT_FOUND when it has been discarded. */
  get(session: string): CrashedCopy {
    const copy = this.#copies.get(session);
    if (!copy) throw new WalscopeError('NOT_FOUND', `The crashed copy ${session} has been discarded.`);
    return copy;
  }

  /** Throws INVALID_ARGUMENT while the copy is open. */
  async discard(session: string): Promise<void> {
    const { path } = this.get(session).session;
    if (this.#isInUse(path)) {
      throw new WalscopeError('INVALID_ARGUMENT', `${path} is open: close it before its copy is discarded.`);
    }
    this.#copies.delete(session);
    await rm(join(this.#directory, session), { recursive: true, force: true });
  }

  /** Deletes all copies. */
  async close(): Promise<void> {
    this.#copies.clear();
    await rm(this.#directory, { recursive: true, force: true });
  }

  async #crash(
    target: CrashTarget,
    cause: (copy: string) => Promise<{ what: string; before: Before }>,
  ): Promise<CrashSession> {
    await this.#makeRoom();
    const session = `crash-${randomBytes(6).toString('hex')}`;
    const path = join(this.#directory, session, basename(target.log.directory) || 'root');
    try {
      const { what, before } = await cause(path);
      const copy = await this.#recoverCopy(target, session, path, what, before);
      this.#copies.set(session, copy);
      return copy.session;
    } catch (error) {
      await rm(join(this.#directory, session), { recursive: true, force: true });
      throw error;
    }
  }

  async #recoverCopy(
    target: CrashTarget,
    session: string,
    path: string,
    what: string,
    before: Before,
  ): Promise<CrashedCopy> {
    const started = performance.now();
    const log = await target.reader.read(path, { fileSystem: this.#fileSystem });
    const readMs = performance.now() - started;
    const recovered = await this.#recover(path, log);
    const replay = await RecoveryReplay.build(log);
    const diff = await KeyDiff.build(before, { log, reader: target.reader }, this.#fileSystem);
    return {
      reader: target.reader,
      replay,
      diff,
      session: {
        session,
        source: target.source,
        path,
        what,
        steps: replay.count,
        stopStep: replay.stopStep,
        verdict: recovered?.verdict ?? log.verdict,
        counts: {
          kept: diff.counts.kept,
          lostAcknowledged: diff.counts['lost-acknowledged'],
          lostUnpromised: diff.counts['lost-unpromised'],
          recordsReplayed: log.verdict.recordsRead,
          bytesBehindStop: bytesBehindStop(
            log,
            replay.stopStep === null ? null : replay.step(replay.stopStep),
          ),
        },
        recoveryMs: recovered?.ms ?? readMs,
      },
    };
  }

  async #makeRoom(): Promise<void> {
    for (const [id, { session }] of this.#copies) {
      if (this.#copies.size < maxSessions) return;
      if (!this.#isInUse(session.path)) await this.discard(id);
    }
    if (this.#copies.size >= maxSessions) {
      throw new WalscopeError('TOO_LARGE', `${maxSessions} crashed copies are open: close one of them.`);
    }
  }
}

/** Whatever a log holds was acknowledged, as far as anybody can tell afterwards. */
function everything({ log, reader }: ReadDirectory): Before {
  return { log, reader, begun: log.table.count, acknowledged: log.table.count };
}
