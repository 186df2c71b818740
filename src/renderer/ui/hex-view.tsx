import { type KeyboardEvent, type MouseEvent, useEffect, useMemo, useRef, useState } from 'react';
import { type HexRange, hexShape, moveInHex, noRange, rangeOfEachByte, rowOfByte } from './hex-layout.ts';
import { HexRow } from './hex-row.tsx';
import './hex-view.css';

interface HexViewProps {
  label: string;
  bytes: Uint8Array;
  /** Address of the first byte. */
  baseOffset?: number;
  bytesPerRow?: 8 | 16;
  ranges?: readonly HexRange[];
  selected?: number | null;
  hovered?: number | null;
  /** Index of the byte that the keyboard is on; leave it away to let the view keep it itself. */
  cursor?: number | null;
  onHover?: (rangeId: number | null) => void;
  /** A byte was clicked or reached by keyboard: its range and its index. */
  onSelect?: (rangeId: number | null, index: number) => void;
  showText?: boolean;
  /** Height in rows at which it starts to scroll. */
  maxRows?: number;
}

const rowHeight = 20;
const overscanRows = 4;
const noRanges: readonly HexRange[] = [];

/** Bytes as hex and as characters, with marked ranges. Only the rows in sight exist. */
export function HexView(props: HexViewProps) {
  const {
    label,
    bytes,
    baseOffset = 0,
    bytesPerRow = 16,
    ranges = noRanges,
    showText = true,
    maxRows = 16,
  } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [scrollTop, setScrollTop] = useState(0);
  const [ownCursor, setOwnCursor] = useState<number | null>(null);
  const [focused, setFocused] = useState(false);
  const cursor = props.cursor === undefined ? ownCursor : props.cursor;
  const shape = useMemo(
    () => hexShape(bytes.length, baseOffset, bytesPerRow),
    [bytes, baseOffset, bytesPerRow],
  );
  const owner = useMemo(() => rangeOfEachByte(bytes.length, ranges), [bytes, ranges]);

  const rangeAt = (index: number): number | null => {
    const at = owner[index] ?? noRange;
    return at === noRange ? null : (ranges[at]?.id ?? null);
  };
  const choose = (index: number) => {
    setOwnCursor(index);
    props.onSelect?.(rangeAt(index), index);
  };

  useEffect(() => {
    const element = scroller.current;
    if (!element || cursor === null) return;
    const top = rowOfByte(shape, cursor) * rowHeight;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + rowHeight > element.scrollTop + element.clientHeight) {
      element.scrollTop = top + rowHeight - element.clientHeight;
    }
  }, [cursor, shape]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey || bytes.length === 0) return;
    const next = moveInHex(event.key, cursor ?? 0, bytes.length, bytesPerRow);
    if (next === null) return;
    event.preventDefault();
    event.stopPropagation();
    choose(cursor === null ? 0 : next);
  };
  const shown = Math.min(shape.rows, maxRows);
  const first = Math.max(0, Math.floor(scrollTop / rowHeight) - overscanRows);
  const last = Math.min(shape.rows, first + shown + overscanRows * 2 + 1);
  const current = cursor === null ? '' : byteInWords(bytes, baseOffset, cursor);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of bytes walked by arrow keys has no element of its own
    <div
      ref={scroller}
      className="hex hex-view"
      role="group"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard walks the bytes
      tabIndex={0}
      style={{ height: shown * rowHeight }}
      onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}
      onKeyDown={onKeyDown}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
      onMouseOver={(event) => {
        const index = byteAt(event);
        props.onHover?.(index === null ? null : rangeAt(index));
      }}
      onMouseLeave={() => props.onHover?.(null)}
      onClick={(event) => {
        const index = byteAt(event);
        if (index !== null) choose(index);
      }}
    >
      <div className="hex-rows" style={{ height: shape.rows * rowHeight, paddingTop: first * rowHeight }}>
        {Array.from({ length: last - first }, (_, at) => first + at).map((row) => (
          <HexRow
            key={row}
            row={row}
            bytes={bytes}
            baseOffset={baseOffset}
            shape={shape}
            ranges={ranges}
            owner={owner}
            selected={props.selected ?? null}
            hovered={props.hovered ?? null}
            cursor={cursor !== null && rowOfByte(shape, cursor) === row ? cursor : -1}
            showText={showText}
          />
        ))}
      </div>
      <div className="unseen" aria-live="polite">
        {focused ? current : ''}
      </div>
    </div>
  );
}

function byteAt(event: MouseEvent): number | null {
  const target = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-at]') : null;
  return target ? Number(target.dataset.at) : null;
}

function byteInWords(bytes: Uint8Array, baseOffset: number, index: number): string {
  const byte = bytes[index];
  if (byte === undefined) return '';
  return `${byte.toString(16).padStart(2, '0')} at ${baseOffset + index}`;
}
