import { setTimeout as wait } from 'node:timers/promises';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { directoryShape } from './directory-shape.ts';
import type { Format } from './format.ts';
import type { Log } from './log.ts';

/** The times of files are so much behind the clock, in ms. */
const timesLagMs = 50;

export interface Watched {
  reader: Format;
  fileSystem: FileSystem;
  /** As it was read last. */
  log(): Log;
  /** When it was begun to be read for the first time, in ms since 1970: what has been written since may have been missed. */
  readSinceMs: number;
  /** How often the files are looked at, in ms. */
  lookEveryMs: number;
  /** A log takes longer to be read the longer it is: nobody looks for this many times as long as that took. */
  restPerRead: number;
  /** Whether a process that does nothing else goes on for it. */
  keepsProcess: boolean;
  /** Ends the watching. */
  signal: AbortSignal;
}

export interface ChangedShape {
  /** To be called once what was written has been read: otherwise it is told again, until it can be. */
  taken(): void;
}

/**
 * Tells whenever the files of a log look different from when they were read: its engine, or somebody else, has written
 * to them. Takes no lock, changes nothing.
 */
export async function* changedShapes(watched: Watched): AsyncGenerator<ChangedShape> {
  const { reader, fileSystem, readSinceMs, lookEveryMs, restPerRead, signal } = watched;
  const look = () => directoryShape(watched.log(), reader, fileSystem);
  const first = await look();
  let seen = first.newestMs < readSinceMs - timesLagMs ? first.text : null;
  let restMs = lookEveryMs;
  while (await rested(restMs, watched.keepsProcess, signal)) {
    restMs = lookEveryMs;
    const { text: shape } = await look();
    if (shape === seen) continue;
    const startedMs = performance.now();
    const rest = () => Math.max(lookEveryMs, restPerRead * (performance.now() - startedMs));
    let takenMs: number | null = null;
    yield {
      taken: () => {
        seen = shape;
        takenMs = rest();
      },
    };
    restMs = takenMs ?? rest();
  }
}

async function rested(ms: number, keepsProcess: boolean, signal: AbortSignal): Promise<boolean> {
  await wait(ms, undefined, { ref: keepsProcess, signal }).catch(() => undefined);
  return !signal.aborted;
}
