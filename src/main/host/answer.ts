import type { Reply } from '../../shared/bridge.ts';
import type { Handlers } from '../../shared/contract/index.ts';
import { toPlainError, WalscopeError } from '../../shared/errors.ts';
import { maxCallBytes } from '../../shared/limits.ts';
import { dispatch } from '../service/dispatch.ts';
import { tight } from './tight.ts';

/** Answers one call of either host. What the renderer sent is checked here and in `dispatch`; nothing is thrown. */
export async function answer(handlers: Handlers, name: unknown, params: unknown): Promise<Reply> {
  try {
    if (typeof name !== 'string') {
      throw new WalscopeError('INVALID_ARGUMENT', 'A call is named by a string: reload the window.');
    }
    if (bytesIn(params, maxCallBytes) > maxCallBytes) {
      throw new WalscopeError(
        'TOO_LARGE',
        `One call carries at most ${maxCallBytes / 1024 / 1024} MiB: send less at once.`,
        { details: { limitBytes: maxCallBytes } },
      );
    }
    return { result: tight(await dispatch(handlers, name, params)) };
  } catch (thrown) {
    return { error: toPlainError(thrown) };
  }
}

/** Bytes of all byte arrays in `value`; stops counting once they are over `limit`. */
function bytesIn(value: unknown, limit: number): number {
  if (value instanceof Uint8Array) return value.byteLength;
  if (typeof value !== 'object' || value === null) return 0;
  let sum = 0;
  for (const part of Object.values(value)) {
    sum += bytesIn(part, limit - sum);
    if (sum > limit) break;
  }
  return sum;
}
