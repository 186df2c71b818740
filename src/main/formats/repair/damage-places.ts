import type { DamagedRange } from '../../../shared/model.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import type { Format } from '../log/format.ts';
import type { Log } from '../log/log.ts';
import type { Reading } from '../log/reading.ts';

/** As many places are offered one by one; a file of noise has no more that anyone would decide on. */
export const maxPlaces = 1000;

/** A damaged range, and what there is to choose about it. */
export interface DamagePlace extends DamagedRange {
  kind: 'torn' | 'corrupt';
  /** The first record that a log cut here would be without; null for damage that stands at no place of the log. */
  index: number | null;
  /** Whole records between this place and the next one. */
  wholeBehind: number;
  /** What the bytes could have been, likeliest first; the checksum proves it, or the grammar of the format. */
  readings: Reading[];
}

/** The damaged places of a log in the order of its records, at most `maxPlaces`. */
export async function damagePlaces(log: Log, format: Format, fileSystem: FileSystem): Promise<DamagePlace[]> {
  const ranges = inOrder(log, log.verdict.damaged).slice(0, maxPlaces);
  const indexes = indexesOf(log, ranges);
  const places: DamagePlace[] = [];
  for (const [at, range] of ranges.entries()) {
    const index = indexes[at]!;
    const next = indexes.slice(at + 1).find((each) => each !== null) ?? log.table.count;
    places.push({
      ...range,
      kind: isTorn(log, index) ? 'torn' : 'corrupt',
      index,
      wholeBehind: index === null ? 0 : countWhole(log, index, next),
      readings: (await format.readings?.(log, range, fileSystem)) ?? [],
    });
  }
  return places;
}

function inOrder(log: Log, ranges: readonly DamagedRange[]): DamagedRange[] {
  const order = new Map(log.files.map(({ name }, number) => [name, number]));
  const fileOf = ({ file }: DamagedRange) => order.get(file) ?? log.files.length;
  return [...ranges].sort((a, b) => fileOf(a) - fileOf(b) || a.offset - b.offset);
}

/** For each range the first record of its file that ends behind its beginning. Records stand in the order of the files. */
function indexesOf(log: Log, ranges: readonly DamagedRange[]): (number | null)[] {
  const { table, files } = log;
  let index = 0;
  return ranges.map(({ file, offset, length }) => {
    const number = files.findIndex(({ name }) => name === file);
    if (number < 0 || length === 0) return null;
    while (index < table.count) {
      const record = table.record(index);
      const isBefore =
        record.file < number || (record.file === number && record.offset + record.length <= offset);
      if (!isBefore) break;
      index++;
    }
    return index;
  });
}

function isTorn(log: Log, index: number | null): boolean {
  if (index === null || index >= log.table.count) return log.damage === 'torn-tail';
  return log.table.record(index).status === 'torn';
}

function countWhole(log: Log, from: number, to: number): number {
  let whole = 0;
  for (let index = from; index < to; index++) {
    const { status } = log.table.record(index);
    if (status === 'ok' || status === 'behind') whole++;
  }
  return whole;
}
