import { WalscopeError } from '../../../shared/errors.ts';
import type { LiveKey, Log } from '../../formats/log/log.ts';
import { liveKey, openValues } from '../../formats/log/read-values.ts';
import { encodeBase64 } from '../../service/transfer/base64.ts';
import { exportLine, structureText } from '../../service/transfer/export-lines.ts';
import { keyArgument } from '../arguments.ts';
import type { Invocation, Run } from '../command.ts';
import { warnOfDamage } from '../damage.ts';
import { readDirectory, readFileSystem } from '../directory.ts';

const maxAttempts = 5;

export const run: Run = async (invocation, directory: string, keyText: string) => {
  const { io, common } = invocation;
  const key = keyArgument(keyText, common);
  const { log, found } = await readAndFind(invocation, directory, key);
  warnOfDamage(io, log);
  if (found === null) return 1;
  if (common.json) await io.write(`${exportLine(found)}\n`);
  else if (found.type !== 'string' && found.type !== 'module') await io.write(`${structureText(found)}\n`);
  else await io.write(common.base64 ? encodeBase64(found.value) : found.value);
  return 0;
};

/** Whoever has the directory open may compact it between the reading of its log and that of the value. */
async function readAndFind(
  invocation: Invocation,
  directory: string,
  key: Uint8Array,
): Promise<{ log: Log; found: LiveKey | null }> {
  for (let attempt = 1; ; attempt++) {
    const { log } = await readDirectory(invocation, directory);
    try {
      return { log, found: await find(log, key, invocation.common.db ?? 0) };
    } catch (error) {
      const hasChanged = error instanceof WalscopeError && error.code === 'CONFLICT';
      if (!hasChanged || attempt === maxAttempts) throw error;
    }
  }
}

async function find(log: Log, key: Uint8Array, db: number): Promise<LiveKey | null> {
  const index = log.table.newest(key, false, db);
  if (index < 0 || log.table.state(index, Date.now()) !== 'live') return null;
  const values = openValues(log, readFileSystem);
  try {
    return await liveKey(log.table.record(index), index, values);
  } finally {
    await values.close();
  }
}
