import { WalscopeError } from './errors.ts';

/** Refuses a key or a value, `what`, that is longer than any may be. Throws TOO_LARGE. */
export function tooLarge(what: string, max: number, bytes: number): never {
  throw new WalscopeError('TOO_LARGE', `A ${what} has at most ${max} bytes; this one has ${bytes}.`);
}
