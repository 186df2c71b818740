import type { Binary } from '../../../formats/redis/value.ts';

/** Hears of what has happened to a key: `set`, `del`, `expired` … */
export type OnEvent = (db: number, event: string, key: Binary) => void;
/** Which keys that are not found are told as events: none, those whose value was asked for, or all. */
export type ToldMisses = 'none' | 'values' | 'all';

/** Says what happens to keys, to those who asked for it with `notify-keyspace-events`. */
export class EventTeller {
  /** What somebody wants to hear of, as bits of `keyEvents`; 0 = nothing. */
  told = 0;
  /** Of the command that is being run; it counts only where `told` asks for misses. */
  misses: ToldMisses = 'none';
  onEvent: OnEvent = () => undefined;

  tell(kind: number, db: number, event: string, key: Binary): void {
    if ((this.told & kind) !== 0) this.onEvent(db, event, key);
  }

  /** Nobody is told what the work does to keys. */
  silently(work: () => void): void {
    const { told } = this;
    this.told = 0;
    try {
      work();
    } finally {
      this.told = told;
    }
  }
}
