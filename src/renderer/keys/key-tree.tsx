import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { emptyBytes, looseText } from '../../shared/bytes.ts';
import type { TreeRow } from '../../shared/rows.ts';
import { changeKeysState, useKeysState } from '../stores/keys.ts';
import { Field } from '../ui/field.tsx';
import { formatAbout, formatCount } from '../ui/format.ts';
import { Icon } from '../ui/icon.tsx';
import { keyId, keyText } from '../ui/key-format.ts';
import { showKey } from './go-to-key.ts';
import { TreeCounts } from './tree-counts.tsx';
import { type Level, useTreeLevels } from './use-tree-levels.ts';

const rowHeight = 24;
const separator = ':';

/** One line of the tree. The first one stands for all keys. */
type Line =
  | { kind: 'all' }
  | { kind: 'node'; row: TreeRow; depth: number; open: boolean }
  | { kind: 'more'; parent: string; left: number; depth: number };

function linesOf(levels: ReadonlyMap<string, Level>, expanded: ReadonlySet<string>, filter: string): Line[] {
  const lines: Line[] = [{ kind: 'all' }];
  const add = (parent: string, depth: number) => {
    const level = levels.get(parent);
    if (!level) return;
    for (const row of level.rows) {
      if (depth === 0 && filter !== '' && !looseText(row.label).includes(filter)) continue;
      const id = keyId(row.prefix);
      const open = row.group === 1 && expanded.has(id);
      lines.push({ kind: 'node', row, depth, open });
      if (open) add(id, depth + 1);
    }
    const left = level.total - level.rows.length;
    if (left > 0) lines.push({ kind: 'more', parent, left, depth });
  };
  add('', 0);
  return lines;
}

/** Keys grouped at their colons. Choosing a group looks only below it; choosing a key shows it. */
export function KeyTree({ source, keys, exact }: { source: string; keys: number; exact: boolean }) {
  const { expanded, under } = useKeysState(source);
  const [filter, setFilter] = useState('');
  const [at, setAt] = useState(0);
  const levels = useTreeLevels(source, expanded, separator, keys);
  const lines = useMemo(() => linesOf(levels, expanded, filter), [levels, expanded, filter]);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const current = Math.min(at, lines.length - 1);

  const toggle = (row: TreeRow, open: boolean) => {
    const next = new Set(expanded);
    if (open) next.add(keyId(row.prefix));
    else next.delete(keyId(row.prefix));
    changeKeysState(source, { expanded: next });
  };
  const choose = (index: number) => {
    setAt(index);
    const line = lines[index];
    if (line?.kind === 'all') changeKeysState(source, { under: null });
    if (line?.kind !== 'node') return;
    if (line.row.group === 1) changeKeysState(source, { under: line.row.prefix.slice() });
    else showKey(source, line.row.prefix.slice());
  };
  const moveTo = (index: number) => {
    const next = Math.min(lines.length - 1, Math.max(0, index));
    setAt(next);
    virtual.scrollToIndex(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const line = lines[current];
    const node = line?.kind === 'node' ? line : null;
    if (event.key === 'ArrowDown') moveTo(current + 1);
    else if (event.key === 'ArrowUp') moveTo(current - 1);
    else if (event.key === 'Home') moveTo(0);
    else if (event.key === 'End') moveTo(lines.length - 1);
    else if (event.key === 'PageDown') moveTo(current + 20);
    else if (event.key === 'PageUp') moveTo(current - 20);
    else if (event.key === 'ArrowRight' && node?.row.group === 1)
      node.open ? moveTo(current + 1) : toggle(node.row, true);
    else if (event.key === 'ArrowLeft' && node)
      node.open ? toggle(node.row, false) : moveTo(parentOf(lines, current));
    else if (event.key === 'Enter' || event.key === ' ') choose(current);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <>
      <div className="toolbar">
        <Field
          label="Filter prefixes"
          placeholder="Filter prefixes"
          icon="filter"
          className="grow"
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
      </div>
      <div className="th tth" aria-hidden="true">
        <span />
        <span>Prefix</span>
        <span className="r">Keys</span>
      </div>
      <div className="tnsbox">
        <div
          ref={scroller}
          className="tns scroll"
          role="tree"
          aria-label="Key tree"
          aria-activedescendant={`tree-${current}`}
          tabIndex={0}
          onKeyDown={onKeyDown}
        >
          <div className="tall" role="presentation" style={{ height: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map((item) => (
              <TreeLine
                key={item.key}
                line={lines[item.index] as Line}
                index={item.index}
                top={item.start}
                total={formatAbout(keys, exact)}
                on={isChosen(lines[item.index] as Line, under)}
                active={item.index === current}
                onChoose={() => choose(item.index)}
                onToggle={toggle}
              />
            ))}
          </div>
        </div>
      </div>
      <TreeCounts source={source} />
    </>
  );
}

function parentOf(lines: readonly Line[], index: number): number {
  const line = lines[index];
  if (line?.kind !== 'node') return 0;
  for (let at = index - 1; at > 0; at--) {
    const other = lines[at];
    if (other?.kind === 'node' && other.depth < line.depth) return at;
  }
  return 0;
}

function isChosen(line: Line, under: Uint8Array | null): boolean {
  if (line.kind === 'all') return under === null;
  return line.kind === 'node' && under !== null && keyId(line.row.prefix) === keyId(under ?? emptyBytes);
}

interface TreeLineProps {
  line: Line;
  index: number;
  top: number;
  total: string;
  on: boolean;
  active: boolean;
  onChoose(): void;
  onToggle(row: TreeRow, open: boolean): void;
}

function TreeLine({ line, index, top, total, on, active, onChoose, onToggle }: TreeLineProps) {
  const node = line.kind === 'node' ? line : null;
  const depth = line.kind === 'all' ? 0 : line.depth;
  const group = node?.row.group === 1;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree's own keys do the same
    <div
      id={`tree-${index}`}
      role="treeitem"
      tabIndex={-1}
      aria-level={depth + 1}
      aria-selected={on}
      aria-expanded={group ? node.open : undefined}
      className={`tn ${on ? 'on' : ''} ${active ? 'at' : ''}`}
      style={{ transform: `translateY(${top}px)`, paddingLeft: 4 + depth * 16 }}
      onClick={onChoose}
      onDoubleClick={() => group && onToggle(node.row, !node.open)}
    >
      {group ? (
        <button
          type="button"
          tabIndex={-1}
          aria-hidden="true"
          onClick={(event) => {
            event.stopPropagation();
            onToggle(node.row, !node.open);
          }}
        >
          <Icon name={node.open ? 'down' : 'right'} size={12} />
        </button>
      ) : (
        <span />
      )}
      {line.kind === 'all' && <b>All keys</b>}
      {node && <span className="k cut">{labelOf(node.row)}</span>}
      {line.kind === 'more' && (
        <span className="dim cut">{formatCount(line.left)} more; filter to see them</span>
      )}
      <span>{line.kind === 'all' ? total : node && (group ? formatCount(node.row.keys) : '')}</span>
    </div>
  );
}

/** A key that ends with its group's colon has nothing behind it, and so has the empty key. */
function labelOf({ label }: TreeRow) {
  return label.length > 0 ? keyText(label) : <em className="dim">empty</em>;
}
