import type { KeyQuery } from '../../../shared/contract/keys.ts';
import { typeCode } from '../../../shared/model.ts';
import type { Slicer } from '../../engine/scan/slicer.ts';
import { sortByNumber } from '../../order/sort-by-number.ts';
import type { KeyFacts, KeySet } from '../sources/source.ts';

type SortColumn = Exclude<KeyQuery['sort']['column'], 'key'>;

/** Files are told apart in one number with the offset: no file of ours is near this long. */
const fileStride = 2 ** 40;

/**
 * `ids` by one column, keys of equal value in the order they came in. Keys without a value (no deadline, gone
 * meanwhile) stand last in both directions.
 */
export async function sortKeys(
  keys: KeySet,
  ids: Uint32Array,
  sort: { column: SortColumn; descending: boolean },
  slicer: Slicer,
): Promise<Uint32Array> {
  const last = sort.descending ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const valueIn = columnValue(sort.column);
  const values = new Float64Array(ids.length);
  for (let i = 0; i < ids.length; i++) {
    const facts = keys.facts(ids[i] as number);
    values[i] = (facts && valueIn(facts)) ?? last;
    if (slicer.due()) await slicer.yield();
  }
  return sortByNumber(ids, values, sort.descending, slicer);
}

function columnValue(column: SortColumn): (facts: KeyFacts) => number | null {
  switch (column) {
    case 'type':
      return (facts) => typeCode(facts.type);
    case 'location': {
      const files = new Map<string, number>();
      return (facts) => fileNumber(files, facts.file) * fileStride + facts.offset;
    }
    default:
      return (facts) => facts[column];
  }
}

/** Segments are named by rising numbers of equal width, so their names sort as their numbers do. */
function fileNumber(files: Map<string, number>, name: string): number {
  const known = files.get(name);
  if (known !== undefined) return known;
  const digits = /\d+/.exec(name)?.[0];
  const number = digits ? Number(digits) : files.size;
  files.set(name, number);
  return number;
}
