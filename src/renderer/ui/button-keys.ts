import type { KeyboardEvent } from 'react';

/**
 * Space and Enter press what has the focus. Where a view has commands on these keys, its root keeps them from being
 * run as well when they have pressed a button.
 */
export function keepButtonKeys(event: KeyboardEvent): void {
  if (event.key !== ' ' && event.key !== 'Enter') return;
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest('button, a, select, summary, [role="radio"]')) event.stopPropagation();
}
