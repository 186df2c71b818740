import { WalscopeError } from '../../../shared/errors.ts';
import type { WatchEvent, WatchOptions } from '../api.ts';
import { asWalscopeError } from '../commit/failures.ts';
import type { FileSystem } from '../fs/file-system.ts';
import type { EventHub } from '../store/event-hub.ts';
import { type FollowedState, follow } from './follow.ts';
import { Waker } from './waker.ts';

/** Another process does not say when it writes: its files are looked at this often. */
const lookEveryMs = 100;

/** What a store that is watched says of itself. */
export interface Watchable {
  fileSystem: FileSystem;
  directory: string;
  /** Hears of what this process writes. */
  events: EventHub;
  /** Aborted when the store is closed. */
  closing: AbortSignal;
  /** The last record that may be told of. */
  limit(): number;
  state(): Promise<FollowedState>;
}

/** The changes from sequence number `from` on, read from the log's files as they grow. */
export function watch(
  store: Watchable,
  from: number,
  { signal }: WatchOptions,
): AsyncIterableIterator<WatchEvent> {
  if (!Number.isSafeInteger(from) || from < 1) {
    throw new WalscopeError('INVALID_ARGUMENT', `from is a sequence number, 1 or above, not ${from}.`);
  }
  const { closing } = store;
  return changes(store, from, signal === undefined ? closing : AbortSignal.any([closing, signal]));
}

async function* changes(store: Watchable, from: number, signal: AbortSignal): AsyncGenerator<WatchEvent> {
  const { fileSystem, directory } = store;
  const waker = new Waker(lookEveryMs, signal);
  const wake = (): void => waker.wake();
  const unlisten = store.events.listen({ onWritten: wake, onFiles: wake });
  const limit = (): number => store.limit();
  const state = (): Promise<FollowedState> => store.state();
  const changed = (): Promise<void> => waker.wait();
  try {
    yield* follow({ fileSystem, directory, signal, limit, state, changed }, from);
  } catch (error) {
    throw asWalscopeError(error, `Watching ${directory}`);
  } finally {
    unlisten();
  }
}
