import { setTimeout as wait } from 'node:timers/promises';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { directoryShape } from '../../formats/log/directory-shape.ts';
import type { Format, Log } from '../../formats/log/log.ts';

/** How often the files are looked at, and how many times as long as reading them took nobody looks. ms */
const lookEveryMs = 1000;
const restPerRead = 4;
/** The times of files are so much behind the clock, in ms. */
const timesLagMs = 50;

export interface Followed {
  reader: Format;
  fileSystem: FileSystem;
  /** When it was begun to be read, in ms since 1970. */
  readSinceMs: number;
  /** Ends the following. */
  signal: AbortSignal;
  /** As it was read last. */
  log(): Log;
  /** Reads it again. A failure is tried again: an engine that swaps its files may be met half way. */
  readAgain(): Promise<void>;
}

/** Has a directory read again whenever its engine, or somebody else, has written to it. Never rejects. */
export async function followDirectory({
  reader,
  fileSystem,
  readSinceMs,
  signal,
  log,
  readAgain,
}: Followed): Promise<void> {
  const look = () => directoryShape(log(), reader, fileSystem);
  const first = await look();
  // What has been written since may have been read, or not.
  let seen = first.newestMs < readSinceMs - timesLagMs ? first.text : null;
  let restMs = lookEveryMs;
  while (await rested(restMs, signal)) {
    restMs = lookEveryMs;
    const { text: shape } = await look();
    if (shape === seen) continue;
    const started = performance.now();
    try {
      await readAgain();
      seen = shape;
    } catch {
      // What was read stays until the files can be read again.
    }
    restMs = Math.max(lookEveryMs, restPerRead * (performance.now() - started));
  }
}

async function rested(ms: number, signal: AbortSignal): Promise<boolean> {
  await wait(ms, null, { ref: false, signal }).catch(() => undefined);
  return !signal.aborted;
}
