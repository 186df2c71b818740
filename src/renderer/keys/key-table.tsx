import { type MouseEvent, useCallback, useEffect, useId, useMemo, useState } from 'react';
import type { KeyRow } from '../../shared/rows.ts';
import { useKeysState } from '../stores/keys.ts';
import { useStatus } from '../stores/session.ts';
import { useSourceEdits } from '../stores/staged.ts';
import { AnchoredList } from '../ui/anchored-list.tsx';
import { useBoxSize } from '../ui/box-size.ts';
import { DurabilityRule, ruleHeight } from './durability-rule.tsx';
import { KeyHeader } from './key-header.tsx';
import { KeyTableRow, NewKeyRow, PlaceholderRow } from './key-row.tsx';
import { rowIdOf, rowKeyId } from './row-id.ts';
import { useCursorPosition } from './use-cursor-position.ts';
import { useKeyMoves } from './use-key-moves.ts';
import { gridTemplate, useKeyTable } from './use-key-table.ts';
import type { OpenKeyView } from './use-key-view.ts';

const rowHeight = 28;
/** Rows around those in sight that the table keeps ready, so that scrolling meets no empty place. */
const aroundSight = 64;

interface KeyTableProps {
  source: string;
  view: OpenKeyView;
  onOpen(): void;
}

export function KeyTableView({ source, view, onOpen }: KeyTableProps) {
  const gridId = useId();
  const { cursor, selected, sort } = useKeysState(source);
  const { changes } = useSourceEdits(source);
  const durableSeq = useStatus(source)?.durability?.durableSeq ?? null;
  const [range, setRange] = useState({ first: 0, last: 2 * aroundSight });

  const stagedById = useMemo(
    () => new Map(changes.map((change) => [rowKeyId(change.key), change])),
    [changes],
  );
  const selectedIds = useMemo(() => new Set([...selected.values()].map(rowKeyId)), [selected]);
  const fresh = useMemo(() => changes.filter((change) => change.base === null), [changes]);
  const { pages } = view;
  const version = pages.version();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` says when the pages hold other rows
  const { rows, placeOf } = useMemo(
    () => rowsBetween(pages, range.first, range.last),
    [pages, range, version],
  );
  const [box, { width }] = useBoxSize<HTMLDivElement>();
  const table = useKeyTable(rows, width);
  const tableRows = table.getRowModel().rows;
  const cursorPosition = useCursorPosition(source, view, cursor, fresh);
  const count = fresh.length + view.progress.total;
  const { active, aim, moveTo, press, onKeyDown } = useKeyMoves({
    source,
    view,
    fresh,
    count,
    cursor: cursorPosition,
    selectedIds,
  });
  const rule = useMemo(
    () =>
      sort.column === 'seq' && durableSeq !== null
        ? ruleIndex(rows, placeOf, durableSeq, sort.descending)
        : null,
    [rows, placeOf, durableSeq, sort],
  );

  const show = useCallback(
    (first: number, last: number) => {
      const from = Math.max(0, first - fresh.length - aroundSight);
      const to = Math.max(0, last - fresh.length) + aroundSight;
      pages.want(from, to);
      setRange((before) =>
        before.first === from && before.last === to ? before : { first: from, last: to },
      );
    },
    [pages, fresh.length],
  );

  useEffect(() => pages.want(0, 2 * aroundSight), [pages]);

  const renderItem = (index: number) => {
    const frame = {
      id: `${gridId}-${index}`,
      position: index + 1,
      cursor: index === cursorPosition.position,
      onPress: (event: MouseEvent) => void press(index, event),
      onOpen,
    };
    const isNew = fresh[index];
    if (isNew)
      return (
        <NewKeyRow {...frame} selected={selectedIds.has(rowKeyId(isNew.key))} staged={isNew} table={table} />
      );
    const at = index - fresh.length;
    const place = placeOf.get(at);
    const row = place === undefined ? undefined : tableRows[place];
    if (!row) return <PlaceholderRow index={at} />;
    const id = rowIdOf(row.original);
    return (
      <>
        {at === rule && <DurabilityRule durableSeq={durableSeq as number} descending={sort.descending} />}
        <KeyTableRow
          {...frame}
          row={row}
          table={table}
          selected={selectedIds.has(id)}
          staged={stagedById.get(id)}
          durableSeq={durableSeq}
        />
      </>
    );
  };

  return (
    <div
      ref={box}
      className="keytable"
      style={{ '--cols': gridTemplate(table) } as React.CSSProperties}
      onKeyDownCapture={onKeyDown}
    >
      <KeyHeader id={`${gridId}-head`} table={table} source={source} />
      <AnchoredList
        label="Keys"
        owns={`${gridId}-head`}
        multiselectable
        count={count}
        heightOf={(index) =>
          rule !== null && index - fresh.length === rule ? rowHeight + ruleHeight : rowHeight
        }
        renderItem={renderItem}
        active={active}
        content={view.id}
        revealKey={aim ?? (cursor ? rowKeyId(cursor) : null)}
        activeId={active === null ? undefined : `${gridId}-${active}`}
        onActivate={(index) => void moveTo(index, false)}
        onVisible={show}
        onEnter={onOpen}
        className="rows"
      />
    </div>
  );
}

/** The rows of a stretch that have come, and at which place among them each position is. */
function rowsBetween(pages: OpenKeyView['pages'], first: number, last: number) {
  const rows: KeyRow[] = [];
  const placeOf = new Map<number, number>();
  for (let index = first; index < last; index++) {
    const row = pages.get(index);
    if (!row) continue;
    placeOf.set(index, rows.length);
    rows.push(row);
  }
  return { rows, placeOf };
}

/** Position of the row above which the durability line is drawn; null when it is not near. */
function ruleIndex(
  rows: readonly KeyRow[],
  placeOf: ReadonlyMap<number, number>,
  durableSeq: number,
  descending: boolean,
): number | null {
  for (const [index, place] of placeOf) {
    const above = rows[placeOf.get(index - 1) ?? -1];
    const here = rows[place];
    if (!above || !here) continue;
    const crossed = descending
      ? above.seq > durableSeq && here.seq <= durableSeq
      : above.seq <= durableSeq && here.seq > durableSeq;
    if (crossed) return index;
  }
  return null;
}
