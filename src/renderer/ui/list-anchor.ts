/**
 * Where a long list is scrolled to: the first item in sight and how much of it is above the edge. Lists of millions
 * of items of different heights are walked from there, so that no item far away has to be measured or known.
 */
export interface ListAnchor {
  index: number;
  /** px of that item above the edge. */
  shift: number;
}

export interface ListMetrics {
  count: number;
  /** px that can be seen. */
  viewport: number;
  heightOf(index: number): number;
}

export interface PlacedItem {
  index: number;
  /** px below the edge; negative when cut. */
  top: number;
  height: number;
}

export const listStart: ListAnchor = { index: 0, shift: 0 };

/** The lowest place that a list can be scrolled to: its last item ends at the lower edge. */
export function lastAnchor(metrics: ListMetrics): ListAnchor {
  let left = metrics.viewport;
  for (let index = metrics.count - 1; index >= 0; index--) {
    left -= metrics.heightOf(index);
    if (left <= 0) return { index, shift: -left };
  }
  return listStart;
}

function before(a: ListAnchor, b: ListAnchor): boolean {
  return a.index < b.index || (a.index === b.index && a.shift < b.shift);
}

export function clampAnchor(anchor: ListAnchor, metrics: ListMetrics): ListAnchor {
  if (anchor.index < 0 || metrics.count === 0) return listStart;
  const last = lastAnchor(metrics);
  return before(last, anchor) ? last : anchor;
}

/** Scrolls by `px`, down when positive. */
export function moveAnchor(anchor: ListAnchor, px: number, metrics: ListMetrics): ListAnchor {
  let { index } = anchor;
  let shift = anchor.shift + px;
  while (shift < 0 && index > 0) {
    index -= 1;
    shift += metrics.heightOf(index);
  }
  while (index < metrics.count - 1 && shift >= metrics.heightOf(index)) {
    shift -= metrics.heightOf(index);
    index += 1;
  }
  return clampAnchor({ index, shift: Math.max(0, shift) }, metrics);
}

/** The items in sight, first to last. */
export function placeItems(anchor: ListAnchor, metrics: ListMetrics): PlacedItem[] {
  const placed: PlacedItem[] = [];
  let top = -anchor.shift;
  for (let index = anchor.index; index < metrics.count && top < metrics.viewport; index++) {
    const height = metrics.heightOf(index);
    placed.push({ index, top, height });
    top += height;
  }
  return placed;
}

export function isInSight(anchor: ListAnchor, index: number, metrics: ListMetrics): boolean {
  return placeItems(clampAnchor(anchor, metrics), metrics).some((item) => item.index === index);
}

/** Scrolls no more than needed for `index` to be whole in sight; far away, it comes to the middle. */
export function revealItem(anchor: ListAnchor, index: number, metrics: ListMetrics): ListAnchor {
  if (index < 0 || index >= metrics.count) return anchor;
  const placed = placeItems(anchor, metrics);
  const item = placed.find((candidate) => candidate.index === index);
  if (item) {
    if (item.top < 0) return { index, shift: 0 };
    const below = item.top + item.height - metrics.viewport;
    return below > 0 ? moveAnchor(anchor, below, metrics) : anchor;
  }
  if (index === anchor.index - 1) return { index, shift: 0 };
  const last = placed.at(-1);
  if (last && index === last.index + 1) {
    return moveAnchor(anchor, last.top + last.height + metrics.heightOf(index) - metrics.viewport, metrics);
  }
  return moveAnchor({ index, shift: 0 }, -(metrics.viewport - metrics.heightOf(index)) / 2, metrics);
}

/** The place as a share of the way, for a scroll bar. 0 to 1. */
export function anchorShare(anchor: ListAnchor, metrics: ListMetrics): number {
  const last = position(lastAnchor(metrics), metrics);
  return last === 0 ? 0 : Math.min(1, position(anchor, metrics) / last);
}

export function anchorAtShare(share: number, metrics: ListMetrics): ListAnchor {
  const last = lastAnchor(metrics);
  if (share >= 1) return last;
  const at = Math.max(0, share) * position(last, metrics);
  const index = Math.floor(at);
  return { index, shift: (at - index) * metrics.heightOf(index) };
}

function position(anchor: ListAnchor, metrics: ListMetrics): number {
  return metrics.count === 0 ? 0 : anchor.index + anchor.shift / metrics.heightOf(anchor.index);
}
