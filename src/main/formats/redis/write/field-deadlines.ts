import { utf8 } from '../../../../shared/bytes.ts';
import type { LiveKey } from '../../log/live-key.ts';
import { encodeCommand } from '../aof/encode-command.ts';

/** Fields that one command names at most. */
const fieldsAtOnce = 1000;

const mark = Buffer.from('"fieldExpireAt"');

interface HashJson {
  value: Record<string, string>;
  fieldExpireAt?: Record<string, number>;
}

/**
 * Hashes without the deadlines of their fields, and the commands that set those. Redis and Valkey have types of their own
 * for such hashes in an RDB, which the other does not load; `HPEXPIREAT` means the same to both.
 */
export async function* withoutFieldDeadlines(
  keys: AsyncIterable<LiveKey>,
  log: (command: Uint8Array) => Promise<void>,
): AsyncGenerator<LiveKey, void, void> {
  let db = -1;
  for await (const live of keys) {
    const deadlines = fieldDeadlines(live);
    if (deadlines === null) {
      yield live;
      continue;
    }
    if (live.db !== db) await log(encodeCommand(['SELECT', String(live.db)]));
    db = live.db;
    for (const command of commandsFor(live.key, deadlines.fieldExpireAt)) await log(command);
    yield { ...live, value: utf8(JSON.stringify({ value: deadlines.value })) };
  }
}

function fieldDeadlines({ type, value }: LiveKey): Required<HashJson> | null {
  if (type !== 'hash' || !Buffer.from(value.buffer, value.byteOffset, value.length).includes(mark))
    return null;
  const { value: fields, fieldExpireAt = {} } = JSON.parse(Buffer.from(value).toString()) as HashJson;
  return Object.keys(fieldExpireAt).length > 0 ? { value: fields, fieldExpireAt } : null;
}

function* commandsFor(key: Uint8Array, deadlines: Record<string, number>): Generator<Uint8Array, void, void> {
  const byDeadline = new Map<number, string[]>();
  for (const [name, deadline] of Object.entries(deadlines)) {
    const names = byDeadline.get(deadline) ?? [];
    names.push(name);
    byDeadline.set(deadline, names);
  }
  for (const [deadline, names] of byDeadline) {
    for (let from = 0; from < names.length; from += fieldsAtOnce) {
      const some = names.slice(from, from + fieldsAtOnce).map((name) => Buffer.from(name, 'base64'));
      yield encodeCommand(['HPEXPIREAT', key, String(deadline), 'FIELDS', String(some.length), ...some]);
    }
  }
}
