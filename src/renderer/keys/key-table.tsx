import {
  type KeyboardEvent,
  type MouseEvent,
  useCallback,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { KeyRow } from '../../shared/rows.ts';
import { client } from '../stores/host.ts';
import { chooseKey, useKeysState } from '../stores/keys.ts';
import { useStatus } from '../stores/session.ts';
import { useSourceEdits } from '../stores/staged.ts';
import { AnchoredList } from '../ui/anchored-list.tsx';
import { useBoxSize } from '../ui/box-size.ts';
import { DurabilityRule, ruleHeight } from './durability-rule.tsx';
import { copyKeys } from './key-actions.ts';
import { KeyHeader } from './key-header.tsx';
import { KeyTableRow, NewKeyRow, PlaceholderRow } from './key-row.tsx';
import { rowKeyId } from './row-id.ts';
import { selectRange, toggleKey } from './selection.ts';
import { useCursorPosition } from './use-cursor-position.ts';
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
  const anchor = useRef<number | null>(null);

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
  const position = useCursorPosition(source, view, cursor, fresh);
  const count = fresh.length + view.progress.total;
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

  /** The whole key of a row; rows hold long keys cut. */
  const keyAt = async (index: number): Promise<Uint8Array | undefined> => {
    const isNew = fresh[index];
    if (isNew) return isNew.key;
    const at = index - fresh.length;
    const row = await pages.row(at);
    if (!row || row.key.length === row.keyLength) return row?.key.slice();
    return (await client.call('keys.list', { source, view: view.id, first: at, count: 1 }))[0];
  };

  const moveTo = async (index: number, extend: boolean) => {
    const key = await keyAt(index);
    if (!key) return;
    const from = extend ? (anchor.current ?? position ?? index) : index;
    chooseKey(source, key);
    anchor.current = from;
    if (extend) await selectRange(source, view.id, from - fresh.length, index - fresh.length);
  };

  const press = async (index: number, event: MouseEvent) => {
    const toggles = event.metaKey || event.ctrlKey;
    if (!toggles && event.button === 0) return moveTo(index, event.shiftKey);
    const key = await keyAt(index);
    if (!key || event.button !== 0) {
      // The secondary button keeps a selection that it is pressed on.
      if (key && !selectedIds.has(rowKeyId(key))) chooseKey(source, key);
      return;
    }
    anchor.current = index;
    toggleKey(source, key);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLButtonElement) return;
    if (onModKey(event)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (!event.shiftKey || event.metaKey || event.ctrlKey || event.altKey) return;
    const step = { ArrowUp: -1, ArrowDown: 1, PageUp: -20, PageDown: 20, Home: -count, End: count }[
      event.key
    ];
    if (step === undefined || count === 0) return;
    event.preventDefault();
    event.stopPropagation();
    void moveTo(Math.min(count - 1, Math.max(0, (position ?? 0) + step)), true);
  };

  const onModKey = (event: KeyboardEvent): boolean => {
    if (!(event.metaKey || event.ctrlKey) || event.shiftKey || event.altKey) return false;
    if (event.key === 'a') {
      anchor.current = 0;
      void selectRange(source, view.id, 0, Math.max(0, view.progress.total - 1));
      return true;
    }
    if (event.key === 'c') {
      void copyKeys(source);
      return true;
    }
    return false;
  };

  useEffect(() => {
    // A view of another order begins at its top, unless the cursor is in it.
    anchor.current = null;
    pages.want(0, 2 * aroundSight);
  }, [pages]);

  const renderItem = (index: number) => {
    const frame = {
      id: `${gridId}-${index}`,
      position: index + 1,
      cursor: index === position,
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
    const id = rowKeyId(row.original.key);
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
        active={position}
        revealKey={cursor ? rowKeyId(cursor) : null}
        activeId={position === null ? undefined : `${gridId}-${position}`}
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
