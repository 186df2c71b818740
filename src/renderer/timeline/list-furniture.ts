import type { RecordRow } from '../../shared/rows.ts';

/** What stands between two records of the list, above the lower one. */
export interface Furniture {
  /** The durability line. */
  rule: boolean;
  /** Files that should lie between them and are not there. */
  missing: readonly string[];
  /** A new frame begins, or a new file where the format has no frames. */
  head: boolean;
}

export interface FurnitureFacts {
  newestFirst: boolean;
  records: number;
  /** Null: not known, or not to be drawn. */
  durableRecords: number | null;
  missing: readonly { name: string; firstRecord: number }[];
  /** The format groups records into frames. */
  framed: boolean;
}

export const rowHeight = 24;
export const furnitureHeight = 20;
export const noFurniture: Furniture = { rule: false, missing: [], head: false };

/** `above` is the row before it in the list, undefined at its top. */
export function furnitureOf(row: RecordRow, above: RecordRow | undefined, facts: FurnitureFacts): Furniture {
  const head = facts.framed ? above?.frame !== row.frame : above?.file !== row.file;
  const rule = facts.durableRecords !== null && facts.durableRecords < facts.records;
  return {
    head,
    rule: rule && between(facts.durableRecords as number, row, above, facts),
    missing: facts.missing
      .filter((file) => between(file.firstRecord, row, above, facts))
      .map((file) => file.name),
  };
}

/** Whether `boundary` (the index of the first record behind it) lies between the two rows. */
function between(
  boundary: number,
  row: RecordRow,
  above: RecordRow | undefined,
  { newestFirst, records }: FurnitureFacts,
): boolean {
  if (newestFirst) return row.index < boundary && boundary <= (above?.index ?? records);
  return boundary <= row.index && (above?.index ?? -1) < boundary;
}

export function itemHeight(furniture: Furniture): number {
  const lines = (furniture.rule ? 1 : 0) + furniture.missing.length + (furniture.head ? 1 : 0);
  return rowHeight + lines * furnitureHeight;
}
