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
  else if (common.base64) for (const part of base64Parts(found.value)) await io.write(part);
  else await io.write(found.value);
  return 0;
};

/** A multiple of three, so that only the last part is padded; no string could hold that of the longest values. */
const partBytes = 3 * 1024 * 1024;

function* base64Parts(value: Uint8Array): Generator<string> {
  for (let at = 0; at < value.length; at += partBytes) yield encodeBase64(value.subarray(at, at + partBytes));
}

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
