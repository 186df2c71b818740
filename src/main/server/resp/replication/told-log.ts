import type { WatchChange } from '../../../engine/api.ts';
import { type Binary, binaryOf } from '../../../formats/redis/value.ts';
import type { RecordTarget } from './command-record.ts';
import { effectsOf } from './effects.ts';
import type { ToldCommand } from './told-command.ts';
import type { ToldCommit } from './told-commit.ts';

/** Commands that wait for their commit to be read from the log; what is more is told by what it has changed. */
const maxWaitingBytes = 64 * 1024 * 1024;
/** Keys that the store has said it will delete. */
const maxExpiring = 100_000;
/** Where no commit is in the log. */
const none = { first: Number.POSITIVE_INFINITY, last: Number.POSITIVE_INFINITY };

/**
 * Puts the commands of a server where their changes are in the log, so that what is told is in the order of the log
 * and none of it before it is there. Changes that no command stands for are told by what the keys hold then: those of
 * others, and those of commits that others have come between, as their commands did not see what they follow.
 */
export class ToldLog implements RecordTarget {
  readonly #tell: (commands: readonly ToldCommand[]) => void;
  /** Commits that have not been told, in the order of the log. */
  readonly #commits: ToldCommit[] = [];
  #waitingBytes = 0;
  /** Keys that the store is going to delete, and in which turn of its expiry. */
  readonly #expiring = new Map<Binary, number>();
  /** The last turn of which a deletion has been told. */
  #toldExpiry = 0;
  /** The last change that someone else has made. */
  #othersSeq: number;

  /** `othersSeq`: a change up to which others have written what the server has not noticed; 0 when there is none. */
  constructor(tell: (commands: readonly ToldCommand[]) => void, othersSeq: number) {
    this.#tell = tell;
    this.#othersSeq = othersSeq;
  }

  onCommit(commit: ToldCommit): void {
    this.#waitingBytes += commit.bytes;
    if (this.#waitingBytes > maxWaitingBytes) commit.commands = null;
    this.#commits.push(commit);
    void commit.settled.then(() => this.#passUnchanged());
  }

  onExpiring(keys: readonly Uint8Array[], turn: number): void {
    // Whatever is not known counts as someone else's deletion.
    if (this.#expiring.size + keys.length > maxExpiring) this.#expiring.clear();
    for (const key of keys) this.#expiring.set(binaryOf(key), turn);
  }

  /** Tells what one frame of the log has changed. */
  async changed(frame: readonly WatchChange[]): Promise<void> {
    for (let at = 0; at < frame.length; ) {
      this.#passUnchanged();
      const commit = this.#commits[0];
      if (commit !== undefined && !commit.isSettled) {
        await commit.settled;
        continue;
      }
      const { seq } = frame[at] as WatchChange;
      const { first, last } = commit?.range ?? none;
      if (commit !== undefined && last < seq) {
        // It had been told when this began.
        this.#drop(commit);
        continue;
      }
      const isOwn = commit !== undefined && first <= seq;
      const until = isOwn ? last : first - 1;
      const end = frame.findIndex((change) => change.seq > until);
      const changes = frame.slice(at, end < 0 ? undefined : end);
      at += changes.length;
      if (isOwn) this.#tellOwn(commit, changes);
      else this.#tellOthers(changes);
    }
    this.#passUnchanged();
  }

  #tellOwn(commit: ToldCommit, changes: readonly WatchChange[]): void {
    for (const { key } of changes) this.#expiring.delete(binaryOf(key));
    const sawAll = commit.noticedSeq >= this.#othersSeq && commit.expiries >= this.#toldExpiry;
    this.#tell(sawAll && commit.commands !== null ? commit.commands : effectsOf(changes));
    this.#drop(commit);
  }

  #tellOthers(changes: readonly WatchChange[]): void {
    for (const { op, key, seq } of changes) {
      const name = binaryOf(key);
      const turn = op === 'delete' ? this.#expiring.get(name) : undefined;
      this.#expiring.delete(name);
      if (turn === undefined) this.#othersSeq = seq;
      else this.#toldExpiry = Math.max(this.#toldExpiry, turn);
    }
    this.#tell(effectsOf(changes));
  }

  /** Commits that are not in the log have their turn when those before them have had theirs. */
  #passUnchanged(): void {
    for (;;) {
      const commit = this.#commits[0];
      if (!commit?.isSettled || commit.range !== null) return;
      if (!commit.hasFailed && commit.commands !== null) this.#tell(commit.commands);
      this.#drop(commit);
    }
  }

  #drop(commit: ToldCommit): void {
    this.#commits.shift();
    this.#waitingBytes -= commit.bytes;
  }
}
