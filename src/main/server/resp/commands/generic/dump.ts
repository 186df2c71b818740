import { integer, isIntegerInRange, whole, word } from '../../../../formats/redis/commands/arguments.ts';
import type { KeyRange } from '../../../../formats/redis/commands/command.ts';
import { errors, fail } from '../../../../formats/redis/commands/errors.ts';
import { keyEvents } from '../../../../formats/redis/commands/key-events.ts';
import { ok, type Reply } from '../../../../formats/redis/commands/reply.ts';
import { storedDeadline } from '../../../../formats/redis/commands/stored-deadline.ts';
import type { Binary } from '../../../../formats/redis/value.ts';
import { binaryOf, bytesOf } from '../../../../formats/redis/value.ts';
import { decodePayload, encodePayload, widelyReadPayload } from '../../keyspace/payload.ts';
import { type Call, type CommandSpec, command } from '../command.ts';

function dump({ args, db, nowMs }: Call): Reply {
  const value = db.get(args[1] as Binary);
  return value === null ? null : binaryOf(encodePayload(value, nowMs));
}

function restore({ args, db, nowMs, told }: Call): Reply {
  const [, key, ttlText, payload] = args as [Binary, Binary, Binary, Binary];
  const { replaces, isAbsolute, idleSeconds } = restoreOptions(args);
  if (!replaces && db.has(key)) fail('BUSYKEY Target key name already exists.');
  const ttl = integer(ttlText);
  const at = ttl + (isAbsolute ? 0n : BigInt(nowMs));
  if (ttl < 0n) fail('ERR Invalid TTL value, must be >= 0');
  const value = decodePayload(bytesOf(payload));
  if (value === 'checksum') fail('ERR DUMP payload version or checksum are wrong');
  if (value === 'format') fail('ERR Bad data format');
  if (!isIntegerInRange(at)) fail('ERR Invalid TTL value, must be >= 0');
  const expireAt = ttl === 0n ? null : storedDeadline(at);
  if (expireAt !== null && expireAt <= nowMs) {
    db.remove(key);
    told.as('DEL', key);
  } else {
    db.delete(key);
    db.put(key, value, expireAt);
    if (idleSeconds !== null) db.setIdle(key, idleSeconds);
    const sent = binaryOf(widelyReadPayload(bytesOf(payload), value, nowMs));
    const options = expireAt === null || isAbsolute ? args.slice(4) : [...args.slice(4), 'ABSTTL'];
    told.as('RESTORE', key, String(expireAt ?? 0), sent, ...options);
    db.notify(keyEvents.generic, 'restore', key);
  }
  return ok;
}

function restoreOptions(args: readonly Binary[]) {
  const options = { replaces: false, isAbsolute: false, idleSeconds: null as number | null };
  let hasFrequency = false;
  for (let at = 4; at < args.length; at++) {
    const option = word(args[at]);
    const hasMore = at + 1 < args.length;
    if (option === 'REPLACE') options.replaces = true;
    else if (option === 'ABSTTL') options.isAbsolute = true;
    else if (option === 'IDLETIME' && hasMore && !hasFrequency) {
      options.idleSeconds = whole(args[++at] as Binary);
      if (options.idleSeconds < 0) fail('ERR Invalid IDLETIME value, must be >= 0');
    } else if (option === 'FREQ' && hasMore && options.idleSeconds === null) {
      hasFrequency = true;
      const frequency = whole(args[++at] as Binary);
      if (frequency < 0 || frequency > 255) fail('ERR Invalid FREQ value, must be >= 0 and <= 255');
    } else fail(errors.syntax);
  }
  return options;
}

const one: KeyRange = [1, 1, 1];

export const dumpCommands: readonly CommandSpec[] = [
  command('dump', 2, 'readonly', one, '2.6.0', 'A value as bytes for RESTORE', dump),
  command('restore', -4, 'write denyoom', one, '2.6.0', 'A value from what DUMP gave', restore, {
    categories: ['dangerous'],
  }),
];
