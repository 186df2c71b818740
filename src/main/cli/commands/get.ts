import { nodeFileSystem } from '../../engine/fs/node-file-system.ts';
import { ValueReader } from '../../formats/log/live-keys.ts';
import type { LiveKey, Log } from '../../formats/log/log.ts';
import { encodeBase64 } from '../../service/transfer/base64.ts';
import { exportLine } from '../../service/transfer/export-lines.ts';
import { keyArgument } from '../arguments.ts';
import type { Run } from '../command.ts';
import { warnOfDamage } from '../damage.ts';
import { inDatabaseZero } from '../database.ts';
import { readDirectory } from '../directory.ts';

export const run: Run = async (invocation, directory: string, keyText: string) => {
  const { io, common } = invocation;
  const key = keyArgument(keyText, common);
  const { log } = await readDirectory(invocation, directory);
  warnOfDamage(io, log);
  const found = inDatabaseZero(common) ? await find(log, key) : null;
  if (found === null) return 1;
  if (common.json) await io.write(`${exportLine(found)}\n`);
  else await io.write(common.base64 ? encodeBase64(found.value) : found.value);
  return 0;
};

async function find(log: Log, key: Uint8Array): Promise<LiveKey | null> {
  const index = log.table.newest(key);
  if (index < 0 || log.table.state(index, Date.now()) !== 'live') return null;
  const record = log.table.record(index);
  const values = new ValueReader(log, nodeFileSystem);
  try {
    const value = await values.read(record);
    return { db: 0, key, type: record.type, value, expireAt: record.expireAt };
  } finally {
    await values.close();
  }
}
