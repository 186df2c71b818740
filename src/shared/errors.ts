/**
 * Every way Walscope can refuse, as a stable code. A message is one sentence that says what, where and what to
 * do; the code is for programs and never changes meaning.
 */
export const errorCodes = [
  'INVALID_ARGUMENT', // a call or a command that its schema rejects
  'NOT_FOUND', // the directory, file, key, view or job is not there
  'NOT_A_DIRECTORY',
  'NOT_EMPTY', // the target of a conversion or a new store holds something already
  'UNKNOWN_FORMAT', // the directory holds no format that Walscope knows
  'WRONG_FORMAT', // it holds one, but not one that can do this
  'LOCKED', // another process has it open for writing
  'READ_ONLY', // this directory was opened read-only, or turned so
  'NO_SPACE', // the disk is full; the store is read-only until there is space again
  'FSYNC_FAILED', // an fsync failed; what follows the durable mark is unproven and the store stays read-only
  'CORRUPT', // bytes do not match their checksum or their structure
  'WRONG_STORE', // a file of another store lies in this directory
  'UNSUPPORTED_VERSION', // written by a later version of the format
  'TOO_LARGE', // over a documented limit
  'CONFLICT', // the key changed since the edit was staged
  'CANCELLED',
  'CLOSED', // the store or the source has been closed
  'DENIED', // the host refuses: origin, frame, token or path
  'IO', // the operating system refused; errno is in `cause`
  'INTERNAL', // a bug in Walscope
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** Facts about an error that a program may want: the file, the offset, who holds a lock, the errno. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | null>>;

export class WalscopeError extends Error {
  override readonly name = 'WalscopeError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; details?: ErrorDetails } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details ?? {};
  }
}

/** An error as it crosses a boundary: no stack, no cause. */
export interface PlainError {
  code: ErrorCode;
  message: string;
  details: ErrorDetails;
}

/** Any thrown thing as a plain error; what is not ours becomes `IO` (it has an errno) or `INTERNAL`. */
export function toPlainError(thrown: unknown): PlainError {
  if (thrown instanceof WalscopeError) {
    return { code: thrown.code, message: thrown.message, details: thrown.details };
  }
  if (thrown instanceof Error) {
    const errno = (thrown as { code?: unknown }).code;
    if (typeof errno === 'string' && /^E[A-Z0-9]+$/.test(errno)) {
      return { code: errno === 'ENOSPC' ? 'NO_SPACE' : 'IO', message: thrown.message, details: { errno } };
    }
    return { code: 'INTERNAL', message: thrown.message, details: {} };
  }
  return { code: 'INTERNAL', message: String(thrown), details: {} };
}

export function fromPlainError(plain: PlainError): WalscopeError {
  return new WalscopeError(plain.code, plain.message, { details: plain.details });
}
