/**
 * Bentley and McIlroy's quicksort ("Engineering a Sort Function", 1993), which leaves alone what comes behind the first
 * so many. It is what Redis sorts with when it needs only some, so that of equal ones the same come first.
 */

type Compare<T> = (a: T, b: T) => number;

/** Below it elements are inserted one by one. */
const fewElements = 7;
/** Above it the pivot is the median of three medians. */
const manyElements = 40;
/** Parts within parts that halves would never come to: an order that was made to be slow is sorted otherwise. */
const maxDepth = 96;

interface Part {
  from: number;
  length: number;
  depth: number;
}

/** Puts the first `count` of the elements in their place. */
export function sortFirst<T>(elements: T[], count: number, compare: Compare<T>): void {
  const parts: Part[] = [{ from: 0, length: elements.length, depth: 0 }];
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    const { from, length, depth } = part;
    if (depth > maxDepth) sortPart(elements, part, compare);
    else if (length < fewElements) insert(elements, part, compare);
    else {
      const [lower, higher] = divide(elements, part, compare);
      if (lower > 1) parts.push({ from, length: lower, depth: depth + 1 });
      const start = from + length - higher;
      if (higher > 1 && start < count) parts.push({ from: start, length: higher, depth: depth + 1 });
    }
  }
}

function sortPart<T>(elements: T[], { from, length }: Part, compare: Compare<T>): void {
  const sorted = elements.slice(from, from + length).sort(compare);
  for (const [at, element] of sorted.entries()) elements[from + at] = element;
}

function insert<T>(elements: T[], { from, length }: Part, compare: Compare<T>): void {
  for (let next = from + 1; next < from + length; next++)
    for (let at = next; at > from && compareAt(elements, at - 1, at, compare) > 0; at--)
      swap(elements, at, at - 1);
}

/** Puts what is lower than a pivot before it and what is higher behind it. Returns how many these are. */
function divide<T>(elements: T[], part: Part, compare: Compare<T>): [lower: number, higher: number] {
  const { from, length } = part;
  const end = from + length;
  swap(elements, from, pivotOf(elements, part, compare));
  // What equals the pivot is gathered at both ends: before `equalStart`, and behind `equalEnd`.
  let [equalStart, low, high, equalEnd] = [from + 1, from + 1, end - 1, end - 1];
  for (;;) {
    for (; low <= high; low++) {
      const order = compareAt(elements, low, from, compare);
      if (order > 0) break;
      if (order === 0) swap(elements, equalStart++, low);
    }
    for (; low <= high; high--) {
      const order = compareAt(elements, high, from, compare);
      if (order < 0) break;
      if (order === 0) swap(elements, high, equalEnd--);
    }
    if (low > high) break;
    swap(elements, low++, high--);
  }
  const [lower, higher] = [low - equalStart, equalEnd - high];
  // And goes into the middle.
  const atStart = Math.min(equalStart - from, lower);
  for (let at = 0; at < atStart; at++) swap(elements, from + at, low - atStart + at);
  const atEnd = Math.min(higher, end - equalEnd - 1);
  for (let at = 0; at < atEnd; at++) swap(elements, low + at, end - atEnd + at);
  return [lower, higher];
}

function pivotOf<T>(elements: T[], { from, length }: Part, compare: Compare<T>): number {
  const middle = from + (length >>> 1);
  if (length === fewElements) return middle;
  const last = from + length - 1;
  const median = (a: number, b: number, c: number) => medianOf(elements, [a, b, c], compare);
  if (length <= manyElements) return median(from, middle, last);
  const step = length >>> 3;
  return median(
    median(from, from + step, from + 2 * step),
    median(middle - step, middle, middle + step),
    median(last - 2 * step, last - step, last),
  );
}

function medianOf<T>(elements: T[], [a, b, c]: [number, number, number], compare: Compare<T>): number {
  if (compareAt(elements, a, b, compare) < 0) {
    if (compareAt(elements, b, c, compare) < 0) return b;
    return compareAt(elements, a, c, compare) < 0 ? c : a;
  }
  if (compareAt(elements, b, c, compare) > 0) return b;
  return compareAt(elements, a, c, compare) < 0 ? a : c;
}

const compareAt = <T>(elements: T[], a: number, b: number, compare: Compare<T>): number =>
  compare(elements[a] as T, elements[b] as T);

function swap<T>(elements: T[], a: number, b: number): void {
  const element = elements[a] as T;
  elements[a] = elements[b] as T;
  elements[b] = element;
}
