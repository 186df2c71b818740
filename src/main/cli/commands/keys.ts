import { startsWith } from '../../../shared/bytes.ts';
import { liveRecords } from '../../formats/log/live-keys.ts';
import type { LogRecord } from '../../formats/log/log.ts';
import { encodeBase64 } from '../../service/transfer/base64.ts';
import { keyArgument } from '../arguments.ts';
import type { Invocation, Run } from '../command.ts';
import { warnOfDamage } from '../damage.ts';
import { readDirectory } from '../directory.ts';
import { LineWriter, shownKey } from '../output.ts';

interface Options {
  prefix?: string;
  limit?: number;
}

export const run: Run<Options> = async (invocation, directory: string) => {
  const { io, common, options } = invocation;
  const prefix = keyArgument(options.prefix ?? '', common);
  const { log } = await readDirectory(invocation, directory);
  const toLine = common.json ? jsonLine : keyLine(invocation);
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

/** The key's own bytes for a program; a terminal is not to obey them. */
function keyLine({ io, common }: Invocation<Options>): (record: LogRecord) => string | Uint8Array {
  if (common.base64) return ({ key }) => encodeBase64(key);
  return io.writesToTerminal ? ({ key }) => shownKey(key, common) : ({ key }) => key;
}

function jsonLine({ key, type, valueLength, expireAt }: LogRecord): string {
  return JSON.stringify({ key: encodeBase64(key), type, size: valueLength, expireAt });
}
