import type { RecordRow } from '../../shared/rows.ts';
import type { StripWindow } from './strip-window.ts';

/** Below this width a record cannot be told from its neighbour: then the strip draws columns. */
export const minRecordWidth = 3;
/** Room left of the first and right of the last record. */
export const stripPadding = 12;
/** A file that should be there is drawn as a gap of this width, wide enough for its name. */
export const missingFileWidth = 104;

export interface PlacedRecord {
  index: number;
  /** Undefined until it has been read. */
  row: RecordRow | undefined;
  left: number;
  width: number;
}

export interface PlacedFrame {
  left: number;
  right: number;
  /** Where its first record begins: between `left` and that lies its header. */
  body: number;
  frame: number;
}

export interface PlacedGap {
  name: string;
  left: number;
  width: number;
}

export interface StripLayout {
  records: PlacedRecord[];
  frames: PlacedFrame[];
  gaps: PlacedGap[];
}

/** Files of the manifest that are not there, and the record that follows each. */
export interface MissingFile {
  name: string;
  record: number;
}

/** True when records of that window are wide enough to be drawn one by one. */
export function showsRecords(window: StripWindow, width: number): boolean {
  return (window.last - window.first) * minRecordWidth <= Math.max(0, width - 2 * stripPadding);
}

const plainBytes = 512;
const leastBytes = 20;
const unknownBytes = 72;
const mostHeaderBytes = 96;

/** Width follows bytes; over 512 B it grows with the logarithm, or one long value would hide all others. */
function weightOf(row: RecordRow | undefined): number {
  if (!row) return unknownBytes;
  if (row.length <= plainBytes) return Math.max(leastBytes, row.length);
  return plainBytes * (1 + Math.log2(row.length / plainBytes) / 2);
}

/** The bytes between two records: a frame's header. Between files, a small gap. */
function headerBefore(row: RecordRow | undefined, previous: RecordRow | undefined): number {
  if (!row || !previous || row.frame === previous.frame) return 0;
  if (row.file !== previous.file) return mostHeaderBytes;
  return Math.min(mostHeaderBytes, Math.max(0, row.offset - previous.offset - previous.length));
}

interface Item {
  index: number;
  row: RecordRow | undefined;
  header: number;
  weight: number;
  gaps: readonly MissingFile[];
}

/** Places the records of a window, frames and missing files included, over `width` px. */
export function layOutStrip(
  window: StripWindow,
  width: number,
  rowAt: (index: number) => RecordRow | undefined,
  missing: readonly MissingFile[] = [],
): StripLayout {
  const items = itemsOf(window, rowAt, missing);
  const atEnd = missing.filter((file) => file.record === window.last);
  const gaps = items.reduce((sum, item) => sum + item.gaps.length, atEnd.length);
  const room = Math.max(1, width - 2 * stripPadding - gaps * missingFileWidth);
  const scale = room / Math.max(1, visibleWeight(items, window));
  const layout = place(items, scale, window);
  placeGaps(layout, atEnd, width - stripPadding - atEnd.length * missingFileWidth);
  return layout;
}

function itemsOf(
  window: StripWindow,
  rowAt: (index: number) => RecordRow | undefined,
  missing: readonly MissingFile[],
): Item[] {
  const items: Item[] = [];
  const start = Math.floor(window.first);
  let previous = start > 0 ? rowAt(start - 1) : undefined;
  for (let index = start; index < Math.ceil(window.last); index++) {
    const row = rowAt(index);
    const gaps = missing.filter((file) => file.record === index);
    items.push({ index, row, gaps, header: headerBefore(row, previous), weight: weightOf(row) });
    previous = row;
  }
  return items;
}

/** How much of an item lies in the window: less than 1 at its edges. */
function partBefore(item: Item, window: StripWindow): number {
  return Math.min(1, Math.max(0, window.first - item.index));
}
function partAfter(item: Item, window: StripWindow): number {
  return Math.min(1, Math.max(0, item.index + 1 - window.last));
}

function visibleWeight(items: readonly Item[], window: StripWindow): number {
  let sum = 0;
  for (const item of items) {
    sum += (item.header + item.weight) * (1 - partBefore(item, window) - partAfter(item, window));
  }
  return sum;
}

function place(items: readonly Item[], scale: number, window: StripWindow): StripLayout {
  const layout: StripLayout = { records: [], frames: [], gaps: [] };
  const head = items[0];
  let x = stripPadding - (head ? (head.header + head.weight) * partBefore(head, window) * scale : 0);
  for (const item of items) {
    x = placeGaps(layout, item.gaps, x);
    const left = x;
    x += item.header * scale;
    const body = x;
    x += item.weight * scale;
    layout.records.push({ index: item.index, row: item.row, left: body, width: x - body });
    const frame = layout.frames.at(-1);
    if (!item.row) continue;
    if (frame?.frame === item.row.frame) frame.right = x;
    else layout.frames.push({ left, body, right: x, frame: item.row.frame });
  }
  return layout;
}

/** Returns where the gaps end. */
function placeGaps(layout: StripLayout, gaps: readonly MissingFile[], left: number): number {
  gaps.forEach(({ name }, at) => {
    layout.gaps.push({ name, left: left + at * missingFileWidth, width: missingFileWidth });
  });
  return left + gaps.length * missingFileWidth;
}

/** The record at `x` px, or the nearest one; null when there is none. */
export function recordAt(layout: StripLayout, x: number): number | null {
  let nearest: PlacedRecord | null = null;
  for (const record of layout.records) {
    if (record.left > x && nearest) break;
    nearest = record;
  }
  return nearest?.index ?? null;
}

/** A place in the log: before byte `offset` of `file`. */
export interface LogPlace {
  file: string;
  offset: number;
}

/** Where a place is drawn, in px; null when it is not in the window. */
export function xOfPlace(layout: StripLayout, place: LogPlace): number | null {
  let end: { x: number; offset: number } | null = null;
  for (const { row, left, width } of layout.records) {
    if (row?.file !== place.file) continue;
    if (place.offset < row.offset) return end === null ? null : headerX(end, left, row.offset, place.offset);
    if (place.offset <= row.offset + row.length)
      return left + (width * (place.offset - row.offset)) / row.length;
    end = { x: left + width, offset: row.offset + row.length };
  }
  return null;
}

function headerX(end: { x: number; offset: number }, left: number, offset: number, at: number): number {
  return end.x + ((left - end.x) * (at - end.offset)) / Math.max(1, offset - end.offset);
}

/** The place that is drawn at `x` px, to the byte; null when nothing has been read there. */
export function placeAtX(layout: StripLayout, x: number): LogPlace | null {
  let before: PlacedRecord | null = null;
  for (const record of layout.records) {
    const { row, left, width } = record;
    if (!row) continue;
    if (x < left && before?.row?.file === row.file) {
      const end = before.row.offset + before.row.length;
      const share = (x - before.left - before.width) / Math.max(1e-9, left - before.left - before.width);
      return { file: row.file, offset: end + Math.round(Math.max(0, share) * (row.offset - end)) };
    }
    if (x < left) return { file: row.file, offset: row.offset };
    if (x <= left + width) {
      return { file: row.file, offset: row.offset + Math.round(((x - left) / width) * row.length) };
    }
    before = record;
  }
  const last = before?.row;
  return last ? { file: last.file, offset: last.offset + last.length } : null;
}

/** Where a record begins, in px, while the strip shows columns. */
export function columnX(index: number, window: StripWindow, width: number): number {
  const span = Math.max(1e-9, window.last - window.first);
  return stripPadding + ((index - window.first) / span) * (width - 2 * stripPadding);
}

/** The record at `x` px while the strip shows columns, fractional. */
export function indexAtX(x: number, window: StripWindow, width: number): number {
  const share = (x - stripPadding) / Math.max(1, width - 2 * stripPadding);
  return window.first + Math.min(1, Math.max(0, share)) * (window.last - window.first);
}
