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
  /** Leaves when the window is narrow. */
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
