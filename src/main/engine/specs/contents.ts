import { expect } from 'vitest';
import { WalscopeError } from '../../../shared/errors.ts';
import type { Store } from '../api.ts';

/** Live keys and values, each byte as one character. */
export type Contents = ReadonlyMap<string, string>;

export const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));
export const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

/** All that a scan yields, which must be in the order of bytes. */
export async function contentsOf(store: Store): Promise<Contents> {
  const contents = new Map<string, string>();
  let before: Uint8Array | null = null;
  for await (const { key, value } of store.scan()) {
    if (before !== null) expect(Buffer.compare(before, key), 'scan order').toBe(-1);
    before = key;
    contents.set(textOf(key), textOf(value));
  }
  return contents;
}

/** Values of `keys` one by one; those that the store refuses to read as damaged are in `unreadable`. */
export async function readableContentsOf(
  store: Store,
  keys: Iterable<string>,
): Promise<{ contents: Contents; unreadable: readonly string[] }> {
  const contents = new Map<string, string>();
  const unreadable: string[] = [];
  for (const key of keys) {
    const value = await valueOrDamage(() => store.get(bytesOf(key)));
    const valueAtOnce = await valueOrDamage(() => store.getSync(bytesOf(key)));
    expect(valueAtOnce, `get and getSync of ${key}`).toBe(value);
    if (value === damage) unreadable.push(key);
    else if (value !== null) contents.set(key, value);
  }
  return { contents, unreadable };
}

const damage = Symbol('damage');

async function valueOrDamage(
  read: () => Uint8Array | null | Promise<Uint8Array | null>,
): Promise<string | null | typeof damage> {
  try {
    const value = await read();
    return value === null ? null : textOf(value);
  } catch (error) {
    if (error instanceof WalscopeError && error.code === 'CORRUPT') return damage;
    throw error;
  }
}

export function sameContents(left: Contents, right: Contents): boolean {
  if (left.size !== right.size) return false;
  for (const [key, value] of left) if (right.get(key) !== value) return false;
  return true;
}
