import type { MouseEvent } from 'react';
import { stateOf } from '../../shared/model.ts';
import type { KeyRow } from '../../shared/rows.ts';
import type { Staged } from '../stores/staged.ts';
import { formatCount } from '../ui/format.ts';
import { Glyph } from '../ui/glyph.tsx';
import { KeyText } from '../ui/key-text.tsx';
import { keyColumn } from './columns.tsx';
import { Countdown } from './countdown.tsx';
import type { KeyTable } from './use-key-table.ts';

interface RowFrame {
  id: string;
  /** 1-based, for screen readers. */
  position: number;
  selected: boolean;
  cursor: boolean;
  onPress(event: MouseEvent): void;
  onOpen(): void;
}

interface KeyRowProps extends RowFrame {
  row: ReturnType<KeyTable['getRowModel']>['rows'][number];
  table: KeyTable;
  staged: Staged | undefined;
  /** Highest sequence number that an fsync has proven; null where the format cannot say. */
  durableSeq: number | null;
}

export function KeyTableRow({ row, table, staged, durableSeq, ...frame }: KeyRowProps) {
  const classes = ['tr', frame.selected ? 'sel' : '', frame.cursor ? 'cursor' : '', staged ? 'staged' : ''];
  if (staged?.op === 'delete') classes.push('gone');
  return (
    <RowBox {...frame} className={classes.filter(Boolean).join(' ')}>
      <span>
        <StateGlyph row={row.original} staged={staged} durableSeq={durableSeq} />
      </span>
      {row.getVisibleCells().map((cell) => (
        // biome-ignore lint/a11y/useSemanticElements: the rows in sight are a part of a grid that no table could hold
        // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names its active row
        <span
          key={cell.id}
          role="gridcell"
          className={cell.column.id === 'key' ? 'k cut' : classOf(cell.column.id)}
        >
          <table.FlexRender cell={cell} />
        </span>
      ))}
    </RowBox>
  );
}

function classOf(column: string): string {
  if (column === 'location') return 'num mono where cut-start';
  return keyColumn(column).number ? 'num' : 'type';
}

function RowBox({
  id,
  position,
  selected,
  onPress,
  onOpen,
  className,
  children,
}: Omit<RowFrame, 'cursor'> & { className: string; children: React.ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: see above
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names its active row
    <div
      id={id}
      className={className}
      role="row"
      aria-rowindex={position}
      aria-selected={selected}
      onMouseDown={onPress}
      onDoubleClick={onOpen}
    >
      {children}
    </div>
  );
}

interface GlyphOf {
  row: KeyRow;
  staged: Staged | undefined;
  durableSeq: number | null;
}

function StateGlyph({ row, staged, durableSeq }: GlyphOf) {
  if (staged)
    return <Glyph name="staged" label={staged.op === 'delete' ? 'delete, staged' : 'changed, staged'} />;
  const state = stateOf(row.state);
  if (state !== 'live') return <Glyph name={state} label={state} />;
  if (durableSeq === null) return <Glyph name="live" label="live" />;
  if (row.seq > durableSeq) return <Glyph name="cache" label="acknowledged, in the OS cache" />;
  return <Glyph name="disk" label="proven on disk" />;
}

/** A key that is staged and not there yet. */
export function NewKeyRow({ staged, table, ...frame }: RowFrame & { staged: Staged; table: KeyTable }) {
  const cell = (column: string) => {
    if (column === 'key') return <KeyText bytes={staged.key} />;
    if (column === 'type') return staged.type;
    if (column === 'valueLength') return formatCount(staged.value?.length ?? 0);
    if (column === 'expireAt')
      return staged.expireAt === null ? '—' : <Countdown deadline={staged.expireAt} />;
    if (column === 'seq') return 'new';
    return column === 'location' ? 'to be appended' : '—';
  };
  return (
    <RowBox {...frame} className={`tr staged ${frame.selected ? 'sel' : ''} ${frame.cursor ? 'cursor' : ''}`}>
      <span>
        <Glyph name="staged" label="new, staged" />
      </span>
      {table.getVisibleLeafColumns().map((column) => (
        // biome-ignore lint/a11y/useSemanticElements: see above
        // biome-ignore lint/a11y/useFocusableInteractive: see above
        <span
          key={column.id}
          role="gridcell"
          className={column.id === 'key' ? 'k cut' : keyColumn(column.id).number ? 'num' : 'type'}
        >
          {cell(column.id)}
        </span>
      ))}
    </RowBox>
  );
}

const widths = [140, 112, 126, 98, 152];

/** Holds the place of a row that has not come yet. */
export function PlaceholderRow({ index }: { index: number }) {
  return (
    <div className="tr sk" aria-hidden="true">
      <span />
      <span>
        <i style={{ width: widths[index % widths.length] }} />
      </span>
    </div>
  );
}
