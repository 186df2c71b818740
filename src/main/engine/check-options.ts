import { WalscopeError } from '../../shared/errors.ts';
import { maxSegmentBytes } from '../../shared/limits.ts';
import { fsyncPolicies } from '../../shared/model.ts';
import type { OpenOptions } from './api.ts';

/** A smaller segment would hold its own header and hardly anything else. */
const minSegmentBytes = 256;
/** 64 GiB: more than that is the operating system's to keep. */
const maxCacheBytes = 64 * 1024 ** 3;

/** An empty path would be the directory in which the process happens to run. */
export function checkDirectory(directory: string): void {
  if (typeof directory === 'string' && directory !== '') return;
  refuse('The directory of a store is a path, and not an empty one.');
}

/** Throws INVALID_ARGUMENT for options that no store can be opened with, TOO_LARGE past a limit. */
export function checkOptions({
  fsync,
  segmentBytes,
  cacheBytes,
  garbageShare,
  minGarbageBytes,
  savePoints,
  keysInMemory,
}: OpenOptions): void {
  if (fsync !== undefined && !fsyncPolicies.includes(fsync)) {
    refuse(`fsync is one of ${fsyncPolicies.join(', ')}, not ${fsync}.`);
  }
  if (segmentBytes !== undefined) checkSegmentBytes(segmentBytes);
  if (cacheBytes !== undefined && !(cacheBytes >= 0 && cacheBytes <= maxCacheBytes)) {
    refuse(`cacheBytes is a number of bytes from 0 to ${maxCacheBytes}, not ${cacheBytes}.`);
  }
  if (garbageShare !== undefined && garbageShare !== null && !(garbageShare >= 0 && garbageShare <= 1)) {
    refuse(`garbageShare is a share between 0 and 1, or null for never, not ${garbageShare}.`);
  }
  if (keysInMemory !== undefined && typeof keysInMemory !== 'boolean') {
    refuse(`keysInMemory is true or false, not ${keysInMemory}.`);
  }
  if (minGarbageBytes !== undefined && !(minGarbageBytes >= 0)) {
    refuse(`minGarbageBytes is a number of bytes, not ${minGarbageBytes}.`);
  }
  if (savePoints !== undefined && !Array.isArray(savePoints))
    refuse('savePoints is an array of save points.');
  for (const { seconds, changes } of savePoints ?? []) {
    if (!(seconds > 0 && changes > 0))
      refuse('A save point has a number of seconds and of changes, above 0.');
  }
}

function checkSegmentBytes(segmentBytes: number): void {
  if (!(segmentBytes >= minSegmentBytes)) {
    refuse(`segmentBytes is a number of bytes, at least ${minSegmentBytes}, not ${segmentBytes}.`);
  }
  if (segmentBytes <= maxSegmentBytes) return;
  const reason = `segmentBytes is at most ${maxSegmentBytes}, not ${segmentBytes}.`;
  throw new WalscopeError('TOO_LARGE', reason);
}

function refuse(reason: string): never {
  throw new WalscopeError('INVALID_ARGUMENT', reason);
}
