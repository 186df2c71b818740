import { useTable } from '@tanstack/react-table';
import { useEffect, useMemo, useState } from 'react';
import type { KeyRow } from '../../shared/rows.ts';
import { changeSettings, useSettings } from '../stores/settings.ts';
import {
  fittingColumns,
  glyphWidth,
  keyTableFeatures,
  minKeyWidth,
  shownColumns,
  tableColumns,
} from './columns.tsx';

/** Pause after the last change of a width before it is kept. */
const keepAfterMs = 400;

/** The table of the rows in sight: which columns there are, in what order and how wide, as the settings say and `width` px allow. */
export function useKeyTable(rows: KeyRow[], width: number) {
  const kept = useSettings((state) => state.settings?.keyColumns);
  const columns = useMemo(() => shownColumns(kept), [kept]);
  const [sizes, setSizes] = useState<Record<string, number>>({});
  const columnSizing = useMemo(
    () => ({ ...Object.fromEntries(columns.map((each) => [each.id, each.width])), ...sizes }),
    [columns, sizes],
  );
  const columnVisibility = useMemo(() => {
    const shown = fittingColumns(columns, columnSizing, width);
    return Object.fromEntries(tableColumns.map((column) => [column.id, shown.has(column.id as string)]));
  }, [columns, columnSizing, width]);
  const columnOrder = useMemo(() => columns.map((each) => each.id), [columns]);

  useEffect(() => {
    if (Object.keys(sizes).length === 0) return;
    const timer = setTimeout(() => {
      const keyColumns = columns.map((each) => ({
        ...each,
        width: Math.round(sizes[each.id] ?? each.width),
      }));
      void changeSettings({ keyColumns }).then(() => setSizes((now) => (now === sizes ? {} : now)));
    }, keepAfterMs);
    return () => clearTimeout(timer);
  }, [sizes, columns]);

  return useTable({
    features: keyTableFeatures,
    columns: tableColumns,
    data: rows,
    state: { columnSizing, columnVisibility, columnOrder },
    onColumnSizingChange: (update) => setSizes(typeof update === 'function' ? update(columnSizing) : update),
    columnResizeMode: 'onChange',
    // The handle is at a column's left edge, since the key's column takes what is left: widths grow leftwards.
    columnResizeDirection: 'rtl',
  });
}

export type KeyTable = ReturnType<typeof useKeyTable>;

/** The grid's template: a place for the glyph, the key as wide as there is room, the others as they were set. */
export function gridTemplate(table: KeyTable): string {
  const widths = table
    .getVisibleLeafColumns()
    .map((column) => (column.id === 'key' ? `minmax(${minKeyWidth}px, 1fr)` : `${column.getSize()}px`));
  return [`${glyphWidth}px`, ...widths].join(' ');
}
