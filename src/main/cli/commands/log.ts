import type { Log } from '../../formats/log/log.ts';
import type { Run } from '../command.ts';
import { warnOfDamage } from '../damage.ts';
import { readDirectory } from '../directory.ts';
import { LineWriter } from '../output.ts';
import { recordLine } from '../record-lines.ts';

interface Options {
  from?: number;
  limit?: number;
}

export const run: Run<Options> = async (invocation, directory: string) => {
  const { io, common, options } = invocation;
  const { log } = await readDirectory(invocation, directory);
  const nowMs = Date.now();
  const lines = new LineWriter(io);
  const toLine = recordLine(common);
  let left = options.limit ?? Number.POSITIVE_INFINITY;
  for (let index = firstFrom(log, options.from ?? 0); index < log.table.count && left > 0; index++) {
    if (common.db !== null && log.table.db(index) !== common.db) continue;
    await lines.line(toLine(log, index, nowMs));
    left--;
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
