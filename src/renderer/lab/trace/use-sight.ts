import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { callWidth, labelWidth } from './trace-layout.ts';

/** Columns beyond those in sight that are drawn all the same. */
const overscan = 4;
/** Labels move with what is in sight in steps of so many px. */
const labelStep = 8;

/** What of the calls is in sight: columns, the room for them and where they begin, in px. */
export interface Sight {
  from: number;
  to: number;
  room: number;
  left: number;
}

interface Sighted {
  scroller: RefObject<HTMLDivElement | null>;
  sight: Sight;
  /** The pane was scrolled. */
  onScroll(): void;
}

/**
 * Follows what is in sight, and scrolls so that `x` is. `anchor` is where the pane begins as long as `x` can be seen
 * from there; null = wherever it was.
 */
export function useSight(x: number, anchor: number | null): Sighted {
  const scroller = useRef<HTMLDivElement>(null);
  const [sight, setSight] = useState<Sight>({ from: 0, to: 40, room: 0, left: 0 });
  const onScroll = useCallback(() => {
    if (scroller.current !== null) setSight((before) => lookedAt(scroller.current as HTMLDivElement, before));
  }, []);

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    onScroll();
    const observer = new ResizeObserver(onScroll);
    observer.observe(element);
    return () => observer.disconnect();
  }, [onScroll]);

  useEffect(() => {
    const element = scroller.current;
    if (element === null || sight.room === 0) return;
    const left = scrolledTo(x, anchor, element.scrollLeft, sight.room);
    if (left !== element.scrollLeft) element.scrollLeft = left;
  }, [x, anchor, sight.room]);
  return { scroller, sight, onScroll };
}

function lookedAt({ scrollLeft, clientWidth }: HTMLDivElement, before: Sight): Sight {
  const now = {
    from: Math.max(0, Math.floor(scrollLeft / callWidth) - overscan),
    to: Math.ceil((scrollLeft + clientWidth) / callWidth) + overscan,
    room: clientWidth - labelWidth,
    left: Math.floor(scrollLeft / labelStep) * labelStep,
  };
  const keys = Object.keys(now) as (keyof Sight)[];
  return keys.every((key) => now[key] === before[key]) ? before : now;
}

function scrolledTo(x: number, anchor: number | null, left: number, room: number): number {
  if (anchor !== null && x >= anchor && x <= anchor + room) return anchor;
  const margin = Math.min(2 * callWidth, room / 3);
  const isSeen = x >= left + margin && x <= left + room - margin;
  return isSeen ? left : Math.max(0, x - room * 0.6);
}
