import { WalscopeError } from '../../../shared/errors.ts';
import { errnoOf } from '../fs/errno.ts';

/** What an error of the file system means for writing. */

const noSpaceErrnos = new Set(['ENOSPC', 'EDQUOT']);
const deniedErrnos = new Set(['EACCES', 'EPERM', 'EROFS']);
const noHandleErrnos = new Set(['EMFILE', 'ENFILE']);

/** A failed call as an error that says what to do. `what` completes "… failed". */
export function asWalscopeError(error: unknown, what: string): WalscopeError {
  if (error instanceof WalscopeError) return error;
  const errno = errnoOf(error);
  const text = error instanceof Error ? error.message : String(error);
  if (errno !== null && noSpaceErrnos.has(errno)) {
    return new WalscopeError(
      'NO_SPACE',
      `${what} failed since the disk is full: free some space; what was written before is safe.`,
      { cause: error, details: { errno } },
    );
  }
  if (errno !== null && noHandleErrnos.has(errno)) {
    const advice = 'let it open more (ulimit -n), or compact the store, which has a file for each segment';
    const reason = `${what} failed since this process may open no more files: ${advice}.`;
    return new WalscopeError('TOO_LARGE', reason, { cause: error, details: { errno } });
  }
  if (errno === null) return new WalscopeError('INTERNAL', `${what} failed: ${text}`, { cause: error });
  const advice = deniedErrnos.has(errno)
    ? 'check the permissions'
    : 'check the disk, then open the directory again';
  return new WalscopeError('IO', `${what} failed: ${text}; ${advice}.`, { cause: error, details: { errno } });
}

/** Runs an fsync. Its failure is an error of its own kind, which is never to be tried again. */
export async function prove(what: string, fsync: () => Promise<void>): Promise<void> {
  try {
    await fsync();
  } catch (cause) {
    throw unproven(what, cause);
  }
}

export function proveSync(what: string, fsync: () => void): void {
  try {
    fsync();
  } catch (cause) {
    throw unproven(what, cause);
  }
}

function unproven(what: string, cause: unknown): WalscopeError {
  const text = cause instanceof Error ? cause.message : String(cause);
  return new WalscopeError(
    'FSYNC_FAILED',
    `The fsync of ${what} failed (${text}): what was written last may not be on the disk. Copy the directory, check the disk, and open it again.`,
    { cause, details: { errno: errnoOf(cause) } },
  );
}

/** A failed fsync with the sequence numbers that it leaves unproven; any other failure as it is. */
export function withUnproven(failure: WalscopeError, firstSeq: number, lastSeq: number): WalscopeError {
  if (failure.code !== 'FSYNC_FAILED') return failure;
  const unproven = `Sequence numbers ${firstSeq} to ${lastSeq} are not proven.`;
  return new WalscopeError('FSYNC_FAILED', `${failure.message} ${unproven}`, {
    cause: failure.cause,
    details: { ...failure.details, firstUnprovenSeq: firstSeq, lastUnprovenSeq: lastSeq },
  });
}
