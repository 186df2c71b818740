import type { Log, LogRecord } from '../formats/log/log.ts';
import { encodeBase64 } from '../service/transfer/base64.ts';
import type { CommonOptions } from './command.ts';
import { shownKey } from './output.ts';
import { printable } from './printable.ts';

/** One record of a log as the line that `log` and `tail` print: a JSON document, or fields between tabs. */
export type RecordLine = (log: Log, index: number, nowMs: number) => string;

export function recordLine(common: CommonOptions): RecordLine {
  return common.json ? jsonLine : (log, index, nowMs) => textLine(log, index, nowMs, common);
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
  const place = `${printable(log.files[record.file]?.name ?? '')}:${record.offset}`;
  const key = hasKey(record) ? shownKey(record.key, common) : record.op === 'other' ? '-' : '?';
  const bytes = record.op === 'set' ? `${record.valueLength} B` : '-';
  return [record.seq ?? '?', log.table.state(index, nowMs), record.op, bytes, place, key].join('\t');
}
