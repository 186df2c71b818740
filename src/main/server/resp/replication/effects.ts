import { databaseKey } from '../../../../shared/database-key.ts';
import type { WatchChange } from '../../../engine/api.ts';
import { encodeCommand } from '../../../formats/redis/aof/encode-command.ts';
import { databases } from '../keyspace/database-key.ts';
import { payloadOf } from '../keyspace/payload.ts';

export interface Effects {
  bytes: Buffer;
  /** The database that the stream means behind them. */
  db: number;
}

/**
 * What a frame of the log has changed, as commands that give a replica the same keys: what each of them holds now,
 * whatever was done to it. Said twice they change nothing more. `db` is the database that the stream means before
 * them; keys of databases that no server has are left out.
 */
export function effectsOf(changes: readonly WatchChange[], db: number): Effects {
  let selected = db;
  const commands: Buffer[] = [];
  let count = 0;
  for (const change of changes) {
    const { db: own, key } = databaseKey(change.key);
    if (own >= databases) continue;
    if (own !== selected) commands.push(encodeCommand(['SELECT', String(own)]));
    selected = own;
    commands.push(effectOf(change, key));
    count++;
  }
  if (count > 1) {
    commands.unshift(encodeCommand(['MULTI']));
    commands.push(encodeCommand(['EXEC']));
  }
  return { bytes: Buffer.concat(commands), db: selected };
}

function effectOf(change: WatchChange, key: Uint8Array): Buffer {
  if (change.op === 'delete') return encodeCommand(['DEL', key]);
  const { value, expireAt, type = 'string' } = change;
  if (type === 'string') {
    return encodeCommand(['SET', key, value, ...(expireAt === null ? [] : ['PXAT', String(expireAt)])]);
  }
  return encodeCommand(['RESTORE', key, String(expireAt ?? 0), payloadOf(type, value), 'REPLACE', 'ABSTTL']);
}
