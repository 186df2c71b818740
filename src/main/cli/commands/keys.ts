import { startsWith } from '../../../shared/bytes.ts';
import { liveRecords } from '../../formats/log/live-keys.ts';
import type { LogRecord } from '../../formats/log/log.ts';
import { encodeBase64 } from '../../service/transfer/base64.ts';
import { keyArgument } from '../arguments.ts';
import type { Run } from '../command.ts';
import { warnOfDamage } from '../damage.ts';
import { readDirectory } from '../directory.ts';
import { LineWriter } from '../output.ts';

interface Options {
  prefix?: string;
  limit?: number;
}

export const run: Run<Options> = async (invocation, directory: string) => {
  const { io, common, options } = invocation;
  const prefix = keyArgument(options.prefix ?? '', common);
  const { log } = await readDirectory(invocation, directory);
  const toLine = common.json ? jsonLine : ({ key }: LogRecord) => (common.base64 ? encodeBase64(key) : key);
  const lines = new LineWriter(io);
  let left = options.limit ?? Number.POSITIVE_INFINITY;
  for (const index of await liveRecords(log.table, { db: common.db ?? 0, signal: io.signal })) {
    if (left <= 0) break;
    const record = log.table.record(index);
    if (!startsWith(record.key, prefix)) continue;
    await lines.line(toLine(record));
    left--;
  }
  await lines.flush();
  warnOfDamage(io, log);
  return 0;
};

function jsonLine({ key, type, valueLength, expireAt }: LogRecord): string {
  return JSON.stringify({ key: encodeBase64(key), type, size: valueLength, expireAt });
}
