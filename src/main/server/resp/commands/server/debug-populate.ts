import { whole } from '../../../../formats/redis/commands/arguments.ts';
import { errors, fail } from '../../../../formats/redis/commands/errors.ts';
import { ok, type Reply } from '../../../../formats/redis/commands/reply.ts';
import type { Binary } from '../../../../formats/redis/value.ts';
import type { Call } from '../command.ts';

/** All of them go into the log as one batch. Bytes of keys and values, and what a key takes beside them. */
const maxBytes = 512 * 1024 * 1024;
const keyBytes = 32;

/** Keys `prefix:0` and on, as far as they are not there; values are filled up with zeros to a size, or cut to it. */
export function populate({ args, db, server }: Call): Reply {
  const [, , countText, prefix = 'key', sizeText] = args as readonly Binary[];
  const count = positive(countText as Binary);
  const size = sizeText === undefined ? 0 : positive(sizeText);
  if (count * (keyBytes + prefix.length + size) > maxBytes)
    fail('ERR so many keys at once are more than 512 MiB');
  if (server.store.readOnly) fail("READONLY You can't write against a read only replica.");
  for (let i = 0; i < count; i++) {
    const key = `${prefix}:${i}`;
    if (db.has(key)) continue;
    const text = `value:${i}`;
    db.put(key, { type: 'string', text: size === 0 ? text : text.slice(0, size).padEnd(size, '\0') });
  }
  return ok;
}

function positive(text: Binary): number {
  const value = whole(text, errors.notPositive);
  return value < 0 ? fail(errors.notPositive) : value;
}
