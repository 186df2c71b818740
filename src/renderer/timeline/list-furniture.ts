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
  /** Frames are nothing but their records: one of a single record has no head, unless another frame would seem to go on. */
  headless: boolean;
}

/** The rows around one in the list, as far as there are and they have come. */
export interface Neighbours {
  above: RecordRow | undefined;
  aboveThat?: RecordRow | undefined;
  below?: RecordRow | undefined;
}

export const rowHeight = 24;
export const furnitureHeight = 20;
export const noFurniture: Furniture = { rule: false, missing: [], head: false };

export function furnitureOf(row: RecordRow, around: Neighbours, facts: FurnitureFacts): Furniture {
  const { above } = around;
  const rule = facts.durableRecords !== null && facts.durableRecords < facts.records;
  return {
    head: hasHead(row, around, facts),
    rule: rule && between(facts.durableRecords as number, row, above, facts),
    missing: facts.missing
      .filter((file) => between(file.firstRecord, row, above, facts))
      .map((file) => file.name),
  };
}

function hasHead(row: RecordRow, { above, aboveThat, below }: Neighbours, facts: FurnitureFacts): boolean {
  if (above?.file !== row.file) return true;
  if (!facts.framed || above.frame === row.frame) return false;
  return !facts.headless || below?.frame === row.frame || aboveThat?.frame === above.frame;
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
