import { databaseKey } from '../../../../shared/database-key.ts';
import type { WatchChange } from '../../../engine/api.ts';
import { encodeCommand } from '../../../formats/redis/aof/encode-command.ts';
import { databases } from '../keyspace/database-key.ts';
import { payloadOf } from '../keyspace/payload.ts';
import { joinFrom, type ToldCommand } from './told-command.ts';

/**
 * What a frame of the log has changed, as commands that give a replica the same keys: what each of them holds now,
 * whatever was done to it. Said twice they change nothing more. Keys of databases that no server has are left out.
 */
export function effectsOf(changes: readonly WatchChange[]): ToldCommand[] {
  const commands: ToldCommand[] = [];
  for (const change of changes) {
    const { db, key } = databaseKey(change.key);
    if (db < databases) commands.push({ db, bytes: effectOf(change, key) });
  }
  joinFrom(commands, 0);
  return commands;
}

function effectOf(change: WatchChange, key: Uint8Array): Buffer {
  if (change.op === 'delete') return encodeCommand(['DEL', key]);
  const { value, expireAt, type = 'string' } = change;
  if (type === 'string') {
    return encodeCommand(['SET', key, value, ...(expireAt === null ? [] : ['PXAT', String(expireAt)])]);
  }
  return encodeCommand(['RESTORE', key, String(expireAt ?? 0), payloadOf(type, value), 'REPLACE', 'ABSTTL']);
}
