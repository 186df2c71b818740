import type { Log } from '../../formats/log/log.ts';
import type { Invocation, Run } from '../command.ts';
import { warnOfDamage } from '../damage.ts';
import { readDirectory, readFileSystem } from '../directory.ts';
import { followLog } from '../follow-log.ts';
import { LineWriter } from '../output.ts';
import { type RecordLine, recordLine } from '../record-lines.ts';

interface Options {
  lines?: number;
}

/** Records that are shown of what had been written before. */
const defaultLines = 10;

/** Ends when it is interrupted, or when nobody reads what it prints any longer. */
export const run: Run<Options> = async (invocation, directory: string) => {
  const { io, common, options } = invocation;
  const readSinceMs = Date.now();
  const { format, log } = await readDirectory(invocation, directory);
  const tell = teller(invocation, recordLine(common));
  warnOfDamage(io, log);
  const first = firstOfLast(log, options.lines ?? defaultLines, common.db);
  await tell(log, range(first, log.table.count));
  const from = { fileSystem: readFileSystem, signal: io.signal, log, readSinceMs };
  for await (const step of followLog(format, from)) {
    if (step.rewritten) io.tell('walscope: the files were rewritten; what is new in them follows.');
    await tell(step.log, step.records);
  }
  return 0;
};

/** The index from which on the log has so many records, of the database if one is named. */
function firstOfLast({ table }: Log, count: number, db: number | null): number {
  let left = count;
  let index = table.count;
  while (index > 0 && left > 0) {
    index--;
    if (db === null || table.db(index) === db) left--;
  }
  return index;
}

function teller({ io, common }: Invocation<Options>, toLine: RecordLine) {
  const lines = new LineWriter(io);
  return async (log: Log, records: Iterable<number>): Promise<void> => {
    const nowMs = Date.now();
    for (const index of records) {
      if (common.db !== null && log.table.db(index) !== common.db) continue;
      await lines.line(toLine(log, index, nowMs));
    }
    await lines.flush();
  };
}

function* range(from: number, to: number): Generator<number> {
  for (let index = from; index < to; index++) yield index;
}
