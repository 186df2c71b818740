import type { Entry, WatchEvent } from '../api.ts';
import type { FileSystem } from '../fs/file-system.ts';
import { countedSegments, findSegment } from './find-segment.ts';
import { changesOf, type SegmentTail, type TailFrame } from './segment-tail.ts';

/** A log that is followed: where it lies, and how far its records may be told. */
export interface Followed {
  fileSystem: FileSystem;
  directory: string;
  /** No record after this one is told yet. */
  limit(): number;
  /** Resolves when there may be more to read. */
  changed(): Promise<void>;
  /** All keys of one moment. */
  state(): Promise<FollowedState>;
  signal: AbortSignal;
}

export interface FollowedState {
  /** The last record that it takes into account. */
  seq: number;
  entries: AsyncIterable<Entry>;
  release(): Promise<void>;
}

/** Every change from sequence number `from` on, as it is written, until the signal is aborted. */
export async function* follow(log: Followed, from: number): AsyncGenerator<WatchEvent> {
  let nextSeq = from;
  while (!log.signal.aborted) {
    const found = await findSegment(log.fileSystem, log.directory, nextSeq);
    if (found === null) await log.changed();
    else if (found === 'compacted') nextSeq = yield* resync(log);
    else {
      try {
        nextSeq = yield* followSegment(log, found, nextSeq);
      } finally {
        await found.close();
      }
    }
  }
}

/** Reads a segment to its end. Returns the sequence number to go on from. */
async function* followSegment(
  log: Followed,
  tail: SegmentTail,
  from: number,
): AsyncGenerator<WatchEvent, number> {
  let nextSeq = from;
  let end: SegmentEnd = 'open';
  while (!log.signal.aborted) {
    const read = await tail.next();
    if (read === 'sealed') {
      // Its successor has yet to be begun, or could not be: the manifest would lead back here.
      if ((await endOf(log, tail)) !== 'open') return nextSeq;
      await log.changed();
      continue;
    }
    // All of a closed segment has been written: what cannot be read of it now never will be.
    if (read === 'lost' || (read === 'nothing' && end === 'further on')) return yield* resync(log);
    if (read === 'nothing') {
      end = await endOf(log, tail);
      if (end === 'here') return nextSeq;
      if (end === 'open') await log.changed();
    } else if (read.lastSeq >= nextSeq) {
      if (!(await mayBeTold(log, read))) break;
      yield* changesOf(tail, read, nextSeq);
      nextSeq = read.lastSeq + 1;
    }
  }
  return nextSeq;
}

/** Where the manifest has a segment end, seen from where its frames have been read up to. */
type SegmentEnd = 'open' | 'here' | 'further on';

async function endOf(log: Followed, tail: SegmentTail): Promise<SegmentEnd> {
  const segments = await countedSegments(log.fileSystem, log.directory);
  const entry = segments.find(({ number }) => number === tail.number);
  // One that has been merged with others had been closed before; its open file still has all of it.
  if (entry === undefined) return 'here';
  if (entry.closed === null) return 'open';
  return tail.offset >= entry.closed.offset ? 'here' : 'further on';
}

async function mayBeTold(log: Followed, frame: TailFrame): Promise<boolean> {
  while (frame.lastSeq > log.limit()) {
    if (log.signal.aborted) return false;
    await log.changed();
  }
  return true;
}

/** The whole state, where the changes that led to it are gone. Returns the sequence number to go on from. */
async function* resync(log: Followed): AsyncGenerator<WatchEvent, number> {
  const { seq, entries, release } = await log.state();
  try {
    yield { op: 'resync', seq };
    for await (const entry of entries) {
      if (log.signal.aborted) return seq + 1;
      yield { op: 'set', frameSeq: entry.seq, ...entry };
    }
    yield { op: 'resynced', seq };
  } finally {
    await release();
  }
  return seq + 1;
}
