import type { KeyboardEvent } from 'react';
import { changeKeysState, useKeysState } from '../stores/keys.ts';
import { Icon } from '../ui/icon.tsx';
import { type KeyColumnId, keyColumn, maxColumnWidth, minColumnWidth } from './columns.tsx';
import type { KeyTable } from './use-key-table.ts';

const keyboardStepPx = 8;

/** Column heads: a click sorts, a drag on the edge or ⌥←→ resizes. */
export function KeyHeader({ id, table, source }: { id: string; table: KeyTable; source: string }) {
  const { sort } = useKeysState(source);
  const headers = table.getHeaderGroups()[0]?.headers ?? [];
  const sortBy = (column: KeyColumnId) => {
    const descending =
      sort.column === column ? !sort.descending : column !== 'key' && keyColumn(column).number === true;
    changeKeysState(source, { sort: { column, descending } });
  };
  const resizeBy = (column: string, event: KeyboardEvent) => {
    const step =
      event.key === 'ArrowLeft' ? -keyboardStepPx : event.key === 'ArrowRight' ? keyboardStepPx : 0;
    if (!event.altKey || step === 0 || column === 'key') return;
    event.preventDefault();
    const width = table.getColumn(column)?.getSize() ?? 0;
    const next = Math.min(maxColumnWidth, Math.max(minColumnWidth, width + step));
    table.setColumnSizing((before) => ({ ...before, [column]: next }));
  };
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: its buttons take the focus
    // biome-ignore lint/a11y/useSemanticElements: the rows below are no table rows
    <div id={id} className="th" role="row">
      <span />
      {headers.map((header) => {
        const column = keyColumn(header.column.id);
        const sorted = sort.column === column.id;
        return (
          // biome-ignore lint/a11y/useSemanticElements: as above
          // biome-ignore lint/a11y/useFocusableInteractive: as above
          <div
            key={header.id}
            role="columnheader"
            aria-sort={sorted ? (sort.descending ? 'descending' : 'ascending') : 'none'}
            className={`${column.number ? 'num' : ''} ${sorted ? 'sorted' : ''}`}
          >
            {column.id !== 'key' && (
              <span
                className="resize"
                aria-hidden="true"
                onMouseDown={header.getResizeHandler()}
                onTouchStart={header.getResizeHandler()}
                onDoubleClick={() => header.column.resetSize()}
              />
            )}
            <button
              type="button"
              onClick={() => sortBy(column.id)}
              onKeyDown={(event) => resizeBy(column.id, event)}
            >
              <table.FlexRender header={header} />
              {sorted && <Icon name={sort.descending ? 'sortDown' : 'sortUp'} size={12} />}
            </button>
          </div>
        );
      })}
    </div>
  );
}
