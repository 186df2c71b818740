import type { KeyboardEvent } from 'react';

/** ↑ and ↓ move the focus between the rows of Welcome's tables, across all of them. */
export function stepRow(event: KeyboardEvent): void {
  const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (by === 0) return;
  const rows = [...document.querySelectorAll<HTMLElement>('.welcome button.rr, .welcome button.xr')];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  const next = rows[at + by];
  if (at < 0 || !next) return;
  event.preventDefault();
  next.focus();
}
