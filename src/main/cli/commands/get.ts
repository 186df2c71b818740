import type { FileSystem } from '../../engine/fs/file-system.ts';
import { holdingFiles } from '../../formats/held-files.ts';
import type { LiveKey } from '../../formats/log/live-key.ts';
import type { Log } from '../../formats/log/log.ts';
import { liveKey, openValues } from '../../formats/log/read-values.ts';
import { encodeBase64 } from '../../service/transfer/base64.ts';
import { exportLine, structureText } from '../../service/transfer/export-lines.ts';
import { keyArgument } from '../arguments.ts';
import type { Run } from '../command.ts';
import { warnOfDamage } from '../damage.ts';
import { readDirectory, readFileSystem } from '../directory.ts';

export const run: Run = async (invocation, directory: string, keyText: string) => {
  const { io, common } = invocation;
  const key = keyArgument(keyText, common);
  const { log, found } = await holdingFiles(readFileSystem, async (fileSystem) => {
    const read = await readDirectory(invocation, directory, { fileSystem });
    return { ...read, found: await find(read.log, fileSystem, key, common.db ?? 0) };
  });
  warnOfDamage(io, log);
  if (found === null) return 1;
  if (common.json) await io.write(`${exportLine(found)}\n`);
  else if (found.type !== 'string' && found.type !== 'module') await io.write(`${structureText(found)}\n`);
  else await io.write(common.base64 ? encodeBase64(found.value) : found.value);
  return 0;
};

async function find(log: Log, fileSystem: FileSystem, key: Uint8Array, db: number): Promise<LiveKey | null> {
  const index = log.table.newest(key, false, db);
  if (index < 0 || log.table.state(index, Date.now()) !== 'live') return null;
  const values = openValues(log, fileSystem);
  try {
    return await liveKey(log.table.record(index), index, values);
  } finally {
    await values.close();
  }
}
