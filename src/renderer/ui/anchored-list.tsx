import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import {
  anchorAtShare,
  anchorShare,
  clampAnchor,
  isInSight,
  type ListAnchor,
  type ListMetrics,
  listStart,
  moveAnchor,
  placeItems,
  revealItem,
} from './list-anchor.ts';
import './anchored-list.css';

interface AnchoredListProps {
  /** Accessible name of the grid. */
  label: string;
  count: number;
  /** px; may change for an item when its row has come. */
  heightOf(index: number): number;
  /** Rows of the grid: give them role="row", `id` and what else they need. */
  renderItem(index: number): ReactNode;
  /** Item the keyboard is on. */
  active: number | null;
  /** The active item is brought into sight whenever this changes: what it is, not where it stands by now. */
  revealKey: unknown;
  /** What the items are of: those of another one begin at their top, unless the active item is known to be among them. */
  content?: unknown;
  /** Element id of the active row, for screen readers. */
  activeId?: string | undefined;
  onActivate(index: number): void;
  /** The items in sight, whenever they change: the time to load them. `last` is exclusive. */
  onVisible?(first: number, last: number): void;
  onEnter?(): void;
  /** New items come at the top: what is in sight stays unless the list stands at its top. */
  growsAtTop?: boolean;
  /** Id of the header row, which stands outside so that it does not scroll. */
  owns?: string;
  multiselectable?: boolean;
  className?: string;
  children?: ReactNode;
}

/** Taller than this a browser may not lay out; the scroll bar then moves in steps, the wheel does not. */
const maxScrollHeight = 8_000_000;
const typicalHeight = 24;

/** A list of any length with items of their own heights. Only the items in sight exist. */
export function AnchoredList(props: AnchoredListProps) {
  const { label, count, heightOf, active, growsAtTop } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [viewport, setViewport] = useState(0);
  const [anchor, setAnchor] = useState<ListAnchor>(listStart);
  const metrics: ListMetrics = { count, viewport, heightOf };
  const latest = useRef(metrics);
  latest.current = metrics;
  const lastCount = useRef(count);
  const ownScrollTop = useRef(0);

  useEffect(() => {
    const added = count - lastCount.current;
    lastCount.current = count;
    if (!growsAtTop || added <= 0) return;
    setAnchor((at) => (at.index === 0 && at.shift === 0 ? at : { ...at, index: at.index + added }));
  }, [count, growsAtTop]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const resized = new ResizeObserver(() => setViewport(element.clientHeight));
    resized.observe(element);
    setViewport(element.clientHeight);
    // Not React's handler: that one is passive and could not keep the browser from scrolling by itself as well.
    const onWheel = (event: WheelEvent) => {
      if (event.ctrlKey || event.deltaY === 0) return;
      event.preventDefault();
      const px = event.deltaMode === 1 ? event.deltaY * typicalHeight : event.deltaY;
      setAnchor((at) => moveAnchor(at, px, latest.current));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      resized.disconnect();
      element.removeEventListener('wheel', onWheel);
    };
  }, []);

  const revealed = useRef<unknown>(null);
  const lastContent = useRef(props.content);
  const lastViewport = useRef(viewport);
  useEffect(() => {
    if (lastContent.current !== props.content) {
      lastContent.current = props.content;
      revealed.current = null;
      setAnchor(listStart);
    }
    const { current: viewportBefore } = lastViewport;
    lastViewport.current = viewport;
    if (active === null || viewport === 0) return;
    const isNew = revealed.current !== props.revealKey;
    revealed.current = props.revealKey;
    setAnchor((at) => {
      // What appears beside the list, as the count of the chosen, must not push the active item out of sight.
      const wasInSight =
        viewport < viewportBefore && isInSight(at, active, { ...latest.current, viewport: viewportBefore });
      return isNew || wasInSight ? revealItem(at, active, latest.current) : at;
    });
  }, [active, viewport, props.revealKey, props.content]);

  const at = clampAnchor(anchor, metrics);
  const placed = placeItems(at, metrics);
  const first = placed[0]?.index ?? 0;
  const last = (placed.at(-1)?.index ?? -1) + 1;
  const share = anchorShare(at, metrics);
  const height = Math.min(maxScrollHeight, Math.max(count * typicalHeight, viewport));

  const onVisible = useRef(props.onVisible);
  onVisible.current = props.onVisible;
  useEffect(() => {
    if (last > first) onVisible.current?.(first, last);
  }, [first, last]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    element.scrollTop = share * (element.scrollHeight - element.clientHeight);
    ownScrollTop.current = element.scrollTop;
  });

  const onScroll = () => {
    const element = scroller.current;
    if (!element || Math.abs(element.scrollTop - ownScrollTop.current) < 1) return;
    const way = element.scrollHeight - element.clientHeight;
    setAnchor(anchorAtShare(way > 0 ? element.scrollTop / way : 0, latest.current));
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey || count === 0) return;
    if (event.key === 'Enter' && props.onEnter) {
      event.preventDefault();
      props.onEnter();
      return;
    }
    const page = Math.max(1, placed.length - 2);
    const step = { ArrowUp: -1, ArrowDown: 1, PageUp: -page, PageDown: page, Home: -count, End: count }[
      event.key
    ];
    if (step === undefined) return;
    event.preventDefault();
    const from = active ?? (step > 0 ? -1 : 0);
    props.onActivate(Math.min(count - 1, Math.max(0, from + step)));
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a table cannot leave out the rows that are not in sight
    <div
      ref={scroller}
      className={`anchored ${props.className ?? ''}`}
      role="grid"
      aria-label={label}
      aria-rowcount={count}
      aria-activedescendant={props.activeId}
      aria-owns={props.owns}
      aria-multiselectable={props.multiselectable}
      tabIndex={0}
      onScroll={onScroll}
      onKeyDown={onKeyDown}
    >
      <div className="anchored-view" role="presentation" style={{ height: viewport }}>
        {placed.map((item) => (
          <div
            key={item.index}
            className="anchored-item"
            role="presentation"
            style={{ transform: `translateY(${item.top}px)` }}
          >
            {props.renderItem(item.index)}
          </div>
        ))}
        {props.children}
      </div>
      <div role="presentation" style={{ height: Math.max(0, height - viewport) }} />
    </div>
  );
}
