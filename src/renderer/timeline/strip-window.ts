/** The part of the log that a strip shows: record indexes, fractional, `last` exclusive. */
export interface StripWindow {
  first: number;
  last: number;
}

/** Zoomed in no further than this many records. */
const minRecords = 4;
/** What is shown of a log that has just been opened. */
const firstRecords = 96;

export function wholeLog(total: number): StripWindow {
  return { first: 0, last: total };
}

export function newestRecords(total: number): StripWindow {
  return { first: Math.max(0, total - firstRecords), last: total };
}

/** Moves and shrinks a window so that it lies within the log. */
export function clampWindow({ first, last }: StripWindow, total: number): StripWindow {
  const span = Math.min(total, Math.max(last - first, Math.min(minRecords, total)));
  const start = Math.min(total - span, Math.max(0, first));
  return { first: start, last: start + span };
}

/** `factor` > 1 zooms out. `at` (0 to 1) is the place in the window that stays where it is. */
export function zoomWindow(window: StripWindow, factor: number, at: number, total: number): StripWindow {
  const span = window.last - window.first;
  const next = Math.min(Math.max(span * factor, Math.min(minRecords, total)), Math.max(total, 1));
  const fixed = window.first + span * at;
  return clampWindow({ first: fixed - next * at, last: fixed + next * (1 - at) }, total);
}

export function panWindow(window: StripWindow, records: number, total: number): StripWindow {
  return clampWindow({ first: window.first + records, last: window.last + records }, total);
}

/** Pans no more than needed for a record to be in the window, with some room beside it; far away it comes to the middle. */
export function windowWith(window: StripWindow, index: number, total: number): StripWindow {
  const span = window.last - window.first;
  if (index < window.first - span || index > window.last + span) {
    return panWindow(window, index + 0.5 - (window.first + span / 2), total);
  }
  const room = Math.min(2, span / 8);
  const beyond = index + 1 + room - window.last;
  if (beyond > 0) return panWindow(window, beyond, total);
  const short = window.first - (index - room);
  return short > 0 ? panWindow(window, -short, total) : window;
}

/** Follows a log that grows: a window at its end stays there, with its width. */
export function followGrowth(window: StripWindow, before: number, total: number): StripWindow {
  if (before === 0) return newestRecords(total);
  return clampWindow({ first: window.first + total - before, last: window.last + total - before }, total);
}
