import type { Log, LogRecord } from '../../formats/log/log.ts';
import { encodeBase64 } from '../../service/transfer/base64.ts';
import type { CommonOptions, Run } from '../command.ts';
import { warnOfDamage } from '../damage.ts';
import { readDirectory } from '../directory.ts';
import { LineWriter, shownKey } from '../output.ts';

interface Options {
  from?: number;
  limit?: number;
}

export const run: Run<Options> = async (invocation, directory: string) => {
  const { io, common, options } = invocation;
  const { log } = await readDirectory(invocation, directory);
  const nowMs = Date.now();
  const lines = new LineWriter(io);
  const first = firstFrom(log, options.from ?? 0);
  const last = Math.min(log.table.count, first + (options.limit ?? Number.POSITIVE_INFINITY));
  const toLine = common.json ? jsonLine : textLine;
  for (let index = first; index < last; index++) {
    if (common.db !== null && log.table.db(index) !== common.db) continue;
    await lines.line(toLine(log, index, nowMs, common));
  }
  await lines.flush();
  warnOfDamage(io, log);
  return 0;
};

/** The first record whose sequence number is `from` or higher; what damage hides belongs to what is around it. */
function firstFrom({ table }: Log, from: number): number {
  let index = 0;
  while (index < table.count && (table.record(index).seq ?? -1) < from) index++;
  return from === 0 ? 0 : index;
}

function jsonLine(log: Log, index: number, nowMs: number): string {
  const record = log.table.record(index);
  return JSON.stringify({
    file: log.files[record.file]?.name,
    offset: record.offset,
    length: record.length,
    seq: record.seq,
    op: record.op,
    ...(record.db === 0 ? {} : { db: record.db }),
    key: hasKey(record) ? encodeBase64(record.key) : null,
    valueLength: record.valueLength,
    expireAt: record.expireAt,
    state: log.table.state(index, nowMs),
  });
}

function hasKey({ op }: LogRecord): boolean {
  return op === 'set' || op === 'delete';
}

function textLine(log: Log, index: number, nowMs: number, common: CommonOptions): string {
  const record = log.table.record(index);
  const place = `${log.files[record.file]?.name}:${record.offset}`;
  const key = hasKey(record) ? shownKey(record.key, common) : record.op === 'other' ? '-' : '?';
  const bytes = record.op === 'set' ? `${record.valueLength} B` : '-';
  return [record.seq ?? '?', log.table.state(index, nowMs), record.op, bytes, place, key].join('\t');
}
