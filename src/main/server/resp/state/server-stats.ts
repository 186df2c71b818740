import { randomBytes } from 'node:crypto';
import { CommandStats } from './command-stats.ts';
import { Rate } from './rate.ts';
import { usedBytes } from './used-memory.ts';

/** Kinds of errors that are counted by themselves; there is no telling what stands before the first space. */
const maxErrorKinds = 128;

/** Redis has two files that hold everything, and a command to write each; here both make a snapshot. */
export type SnapshotKind = 'save' | 'rewrite';

/** What INFO counts. */
export class ServerStats {
  readonly runId = randomBytes(20).toString('hex');
  readonly startedAtMs = Date.now();
  connections = 0;
  rejectedConnections = 0;
  commands = 0;
  /** Errors that clients have been answered with. */
  errors = 0;
  /** By their first word. */
  readonly errorKinds = new Map<string, number>();
  readonly #byCommand: (CommandStats | undefined)[] = [];
  bytesRead = 0;
  bytesWritten = 0;
  hits = 0;
  misses = 0;
  /** Seconds since 1970. */
  lastSaveAt = Math.floor(Date.now() / 1000);
  lastSaveFailed = false;
  /** What a snapshot that is on its way, or waits for its turn, was asked for as. */
  readonly underWay: Record<SnapshotKind, boolean> = { save: false, rewrite: false };
  changesAtLastSave = 0;
  saveBeganAtMs = 0;
  /** How long the last snapshot took; -1 = there was none. */
  lastSaveSeconds = -1;
  readonly rates = {
    commands: new Rate(this.startedAtMs),
    bytesRead: new Rate(this.startedAtMs),
    bytesWritten: new Rate(this.startedAtMs),
  };
  /** Of the process, in bytes. */
  readonly usedAtStart = usedBytes(process.memoryUsage());
  #peak = this.usedAtStart;

  /** To be called every second or so: what goes by time is told as it was between the last two calls. */
  look(nowMs: number): void {
    this.rates.commands.look(this.commands, nowMs);
    this.rates.bytesRead.look(this.bytesRead, nowMs);
    this.rates.bytesWritten.look(this.bytesWritten, nowMs);
    this.usedMemory(usedBytes(process.memoryUsage()));
  }

  /** The most that has been seen, this included. */
  usedMemory(bytes: number): number {
    this.#peak = Math.max(this.#peak, bytes);
    return this.#peak;
  }

  /** Of a command, by its place among all of them. */
  of({ index }: { index: number }): CommandStats {
    const known = this.#byCommand[index];
    if (known !== undefined) return known;
    const own = new CommandStats();
    this.#byCommand[index] = own;
    return own;
  }

  answeredWithError(message: string): void {
    this.errors++;
    const kind = message.slice(0, 32).split(' ', 1)[0] as string;
    const count = this.errorKinds.get(kind);
    if (count !== undefined) this.errorKinds.set(kind, count + 1);
    else if (this.errorKinds.size < maxErrorKinds) this.errorKinds.set(kind, 1);
  }

  reset(): void {
    this.connections = 0;
    this.rejectedConnections = 0;
    this.commands = 0;
    this.errors = 0;
    this.errorKinds.clear();
    for (const own of this.#byCommand) own?.reset();
    this.bytesRead = 0;
    this.bytesWritten = 0;
    this.hits = 0;
    this.misses = 0;
  }
}
