import { toPlainError, WalscopeError } from '../../shared/errors.ts';

interface SystemError extends Error {
  code?: string;
  path?: string;
}

const sentences: Readonly<Record<string, string>> = {
  EACCES: 'This user may not do that there: check the permissions',
  EPERM: 'The system does not permit that there: check the permissions',
  EROFS: 'The file system is read-only',
  EIO: 'The disk could not read or write: check the disk before anything else',
  EMFILE: 'Too many files are open: close a directory and try again',
  ENOSPC: 'The disk is full: free some space and try again',
  ELOOP: 'Links lead in a circle: name what they should lead to',
  ENAMETOOLONG: 'The name is longer than the system takes: choose a shorter one',
  ENOTDIR: 'A part of the path is a file: check the path',
  EISDIR: 'That is a directory: name a file',
  EBUSY: 'Another program holds it: close that program and try again',
};

/** Anything thrown as a WalscopeError, which is all that leaves the service. */
export function asWalscopeError(thrown: unknown): WalscopeError {
  if (thrown instanceof WalscopeError) return thrown;
  if (thrown instanceof Error && thrown.name === 'AbortError') {
    return new WalscopeError('CANCELLED', 'The work was cancelled.', { cause: thrown });
  }
  const plain = toPlainError(thrown);
  const { code: errno, path } = thrown instanceof Error ? (thrown as SystemError) : {};
  const at = path ? ` (${path})` : '';
  if (errno === 'ENOENT') {
    return new WalscopeError('NOT_FOUND', `${path ?? 'A file'} is not there any more.`, { cause: thrown });
  }
  const sentence = errno === undefined ? undefined : sentences[errno];
  if (sentence) {
    return new WalscopeError(plain.code, `${sentence}${at}.`, { cause: thrown, details: plain.details });
  }
  return new WalscopeError(plain.code, plain.message, { cause: thrown, details: plain.details });
}
