import { createHash } from 'node:crypto';
import type { Value } from '../../../formats/redis/commands/value.ts';
import { scoreText } from '../../../formats/redis/score-text.ts';
import { type Binary, bytesOf, idText } from '../../../formats/redis/value.ts';
import type { StoredDatabase } from './stored-database.ts';

/**
 * What DEBUG DIGEST and DEBUG DIGEST-VALUE tell: the same for the same content, wherever it is held and in whatever
 * order, and the same as Redis 7.0 makes of it. Two ways to take something into a digest: `xor` its SHA-1, where the
 * order does not count; `mix`, which is that and then the SHA-1 of it all, where it does.
 */

const digestBytes = 20;
/** Values of a database that are read before those that are not needed any more may go. */
const readAtOnce = 1024;

/** The numbers that Redis has for its types. */
const typeNumbers: Readonly<Record<Value['type'], number>> = {
  string: 0,
  list: 1,
  set: 2,
  zset: 3,
  hash: 4,
  module: 5,
  stream: 6,
};

class Digest {
  readonly bytes: Buffer = Buffer.alloc(digestBytes);

  xor(part: Uint8Array): void {
    const sum = createHash('sha1').update(part).digest();
    for (let i = 0; i < digestBytes; i++) this.bytes[i] = (this.bytes[i] as number) ^ (sum[i] as number);
  }

  mix(part: Uint8Array): void {
    this.xor(part);
    createHash('sha1').update(this.bytes).digest().copy(this.bytes);
  }

  mixText(text: Binary): void {
    this.mix(bytesOf(text));
  }

  mixNumber(value: number): void {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    this.mix(bytes);
  }
}

/** Of the value of a key with its deadline, in hexadecimal digits; zeros of a key that is not there. */
export function digestOfKey(db: StoredDatabase, key: Binary): string {
  const digest = new Digest();
  mixValue(digest, db, key);
  return digest.bytes.toString('hex');
}

/** Of all that the databases hold. `pause` is called now and then: what was read may be forgotten. */
export function digestOfAll(databases: readonly StoredDatabase[], pause: () => void): string {
  const all = new Digest();
  for (const db of databases) {
    let read = 0;
    for (const key of db.keys()) {
      if (read === 0) all.mixNumber(db.index);
      const digest = new Digest();
      digest.mixText(key);
      mixValue(digest, db, key);
      all.xor(digest.bytes);
      if (++read % readAtOnce === 0) pause();
    }
  }
  return all.bytes.toString('hex');
}

function mixValue(digest: Digest, db: StoredDatabase, key: Binary): void {
  const value = db.peek(key);
  if (value === null) return;
  digest.mixNumber(typeNumbers[value.type]);
  mixContent(digest, value, db.nowMs);
  if (db.expireAt(key) !== null) digest.xor(Buffer.from('!!expire!!'));
}

function mixContent(digest: Digest, value: Value, nowMs: number): void {
  switch (value.type) {
    case 'string':
      digest.mixText(value.text);
      break;
    case 'module':
      digest.mix(value.bytes);
      break;
    case 'list':
      for (const item of value.items) digest.mixText(item);
      break;
    case 'set':
      for (const member of value.members) digest.xor(bytesOf(member));
      break;
    case 'zset':
      for (const [member, score] of value.scores) xorPair(digest, member, scoreText(score, 'digits-17'));
      break;
    case 'hash':
      for (const [name, field] of value.fields)
        if (field.expireAt === null || field.expireAt > nowMs) xorPair(digest, name, field.value);
      break;
    case 'stream':
      for (const { id, fields } of value.stream.entries) {
        digest.mixText(idText(id).replace('-', '.'));
        for (const field of fields) digest.mixText(field);
      }
  }
}

function xorPair(digest: Digest, first: Binary, second: Binary): void {
  const pair = new Digest();
  pair.mixText(first);
  pair.mixText(second);
  digest.xor(pair.bytes);
}
