import {
  columnOrderingFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  createColumnHelper,
  tableFeatures,
} from '@tanstack/react-table';
import type { Settings } from '../../shared/contract/app.ts';
import type { keySortColumns } from '../../shared/contract/keys.ts';
import { typeOf } from '../../shared/model.ts';
import { type KeyRow, orNull } from '../../shared/rows.ts';
import { formatCount } from '../ui/format.ts';
import { KeyText } from '../ui/key-text.tsx';
import { Countdown } from './countdown.tsx';

export const keyTableFeatures = tableFeatures({
  columnVisibilityFeature,
  columnOrderingFeature,
  columnSizingFeature,
  columnResizingFeature,
});
const helper = createColumnHelper<typeof keyTableFeatures, KeyRow>();

export type KeyColumnId = (typeof keySortColumns)[number];

interface KeyColumn {
  id: KeyColumnId;
  title: string;
  /** px; the key's column takes what is left. */
  width: number;
  number?: boolean;
  /** Leaves where there is not room for all of them. */
  wide?: boolean;
  /** Shown until somebody has chosen. */
  initially: boolean;
}

/** To add a column: its facts here and its cell below. What sorts it is agreed in the contract (keySortColumns). */
export const keyColumns: readonly KeyColumn[] = [
  { id: 'key', title: 'Key', width: 240, initially: true },
  { id: 'type', title: 'Type', width: 56, initially: true },
  { id: 'recordLength', title: 'Record, B', width: 84, number: true, initially: true },
  { id: 'valueLength', title: 'Value, B', width: 84, number: true, initially: false },
  { id: 'expireAt', title: 'Expires in', width: 96, number: true, initially: true },
  { id: 'versions', title: 'Versions', width: 72, number: true, wide: true, initially: true },
  { id: 'seq', title: 'Sequence', width: 92, number: true, initially: true },
  { id: 'location', title: 'Segment:offset', width: 136, number: true, wide: true, initially: true },
];
export const minColumnWidth = 48;
export const maxColumnWidth = 640;
/** Of the place before the key, and of the key when the others take all else; with the space at a row's end. px */
export const glyphWidth = 32;
export const minKeyWidth = 120;
const rowEnd = 12;

export function keyColumn(id: string): KeyColumn {
  return keyColumns.find((column) => column.id === id) ?? (keyColumns[0] as KeyColumn);
}

const dash = <span className="dim">—</span>;

/** `000006:685,807`: without the folder and the ending of the file, which are those of its neighbours. */
export function locationText(file: string, offset: number): string {
  return `${file.replace(/^.*\//, '').replace(/\.[a-z]+$/i, '')}:${formatCount(offset)}`;
}

function cellOf(id: KeyColumnId, row: KeyRow) {
  switch (id) {
    case 'key':
      return <KeyText bytes={row.key} cutAt={row.keyLength} />;
    case 'type':
      return typeOf(row.type);
    case 'recordLength':
      return formatCount(row.recordLength);
    case 'valueLength':
      return formatCount(row.valueLength);
    case 'expireAt': {
      const deadline = orNull(row.expireAt);
      return deadline === null ? dash : <Countdown deadline={deadline} />;
    }
    case 'versions':
      return row.versions === 0 ? dash : formatCount(row.versions);
    case 'seq':
      return orNull(row.seq) === null ? dash : formatCount(row.seq);
    case 'location':
      return <bdi>{locationText(row.file, row.offset)}</bdi>;
  }
}

export const tableColumns = helper.columns(
  keyColumns.map(({ id, title, width }) =>
    helper.display({
      id,
      header: title,
      size: width,
      minSize: minColumnWidth,
      maxSize: maxColumnWidth,
      cell: ({ row }) => cellOf(id, row.original),
    }),
  ),
);

type Kept = Settings['keyColumns'];

/** The columns that were chosen, in order, with their widths; the key is always there. */
export function shownColumns(kept: Kept | undefined): Kept {
  const known = (kept ?? []).filter((each) => keyColumns.some((column) => column.id === each.id));
  if (known.some((each) => each.id === 'key')) return known;
  return keyColumns.filter((column) => column.initially).map(({ id, width }) => ({ id, width }));
}

/** Those that fit into so many px, with the widths that they have: of what may leave, the last leaves first. */
export function fittingColumns(
  columns: Kept,
  widths: Readonly<Record<string, number>>,
  room: number,
): Set<string> {
  const shown = new Set<string>(columns.map(({ id }) => id));
  const widthOf = (id: string) => (id === 'key' ? minKeyWidth : (widths[id] ?? keyColumn(id).width));
  const taken = () => [...shown].reduce((sum, id) => sum + widthOf(id), glyphWidth + rowEnd);
  for (const { id } of columns.toReversed()) if (keyColumn(id).wide && taken() > room) shown.delete(id);
  return shown;
}
