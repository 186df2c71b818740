import { plural } from '../../../shared/words.ts';
import type { Run } from '../command.ts';
import { readDirectory } from '../directory.ts';
import { tellDamage, writeJson } from '../output.ts';
import { printable } from '../printable.ts';

export const run: Run = async (invocation, directory: string) => {
  const { io, common } = invocation;
  const { format, log } = await readDirectory(invocation, directory, {
    thorough: true,
    decodeValues: true,
  });
  const { verdict } = log;
  const keys = countLive(log.table);
  if (common.json) {
    const { damage, damaged, recordsRead } = verdict;
    await writeJson(io, { format: format.id, damage, keys, records: recordsRead, damaged });
  } else {
    await io.write(`${format.title} · ${plural(keys, 'key')} · ${plural(verdict.recordsRead, 'record')}\n`);
    await io.write(`${printable(verdict.sentence)}\n`);
    tellDamage(io, verdict);
  }
  return verdict.damage === 'none' ? 0 : 1;
};

/** Keys that a replay yields now. */
function countLive(table: {
  newestOfEachKey(): Uint32Array;
  state(index: number, nowMs: number): string;
}): number {
  const nowMs = Date.now();
  return table.newestOfEachKey().filter((index) => table.state(index, nowMs) === 'live').length;
}
