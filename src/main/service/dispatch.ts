import type { z } from 'zod';
import { type CallName, calls, type Handlers, isCallName } from '../../shared/contract/index.ts';
import { WalscopeError } from '../../shared/errors.ts';
import { asWalscopeError } from './walscope-error.ts';

/**
 * One call from a host: its parameters are checked against the contract before any handler sees them.
 * Throws nothing but WalscopeError.
 */
export async function dispatch(handlers: Handlers, name: string, params: unknown): Promise<unknown> {
  if (!isCallName(name)) throw new WalscopeError('INVALID_ARGUMENT', `There is no call named “${name}”.`);
  const parsed = calls[name].params.safeParse(params);
  if (!parsed.success) throw invalidArgument(name, parsed.error);
  try {
    const handler = handlers[name] as (params: unknown) => Promise<unknown>;
    return await handler(parsed.data);
  } catch (thrown) {
    throw asWalscopeError(thrown);
  }
}

function invalidArgument(name: CallName, error: z.ZodError): WalscopeError {
  const issue = error.issues[0];
  const field = issue?.path.map(String).join('.') || 'params';
  return new WalscopeError(
    'INVALID_ARGUMENT',
    `${name}: ${field}: ${issue?.message ?? 'not what is expected'}.`,
    {
      details: { call: name, field },
    },
  );
}
