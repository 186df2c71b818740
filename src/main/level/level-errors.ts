import { type ErrorCode, WalscopeError } from '../../shared/errors.ts';

/** abstract-level's names for what its users already handle. Every other error keeps the engine's code. */
const levelCodes: Partial<Record<ErrorCode, string>> = {
  LOCKED: 'LEVEL_LOCKED',
  CORRUPT: 'LEVEL_CORRUPTION',
  WRONG_STORE: 'LEVEL_CORRUPTION',
  READ_ONLY: 'LEVEL_READONLY',
  IO: 'LEVEL_IO_ERROR',
};

/** An error as users of abstract-level expect it: its `cause` is the engine's. */
export class LevelError extends Error {
  readonly code: string;

  constructor(code: string, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

export function asLevelError(error: unknown): unknown {
  const code = error instanceof WalscopeError ? levelCodes[error.code] : undefined;
  return code === undefined ? error : new LevelError(code, (error as WalscopeError).message, error);
}

/** Does engine work whose errors get abstract-level's names. */
export async function levelled<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asLevelError(error);
  }
}
