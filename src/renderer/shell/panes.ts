/** Panes in the order in which F6 goes through them; those that are not shown are passed over. */
const order = ['tabs', 'rail', 'toolbar', 'tree', 'table', 'inspector', 'staged', 'strip', 'content'];

const focusable =
  '[tabindex="0"], button:not(:disabled):not([tabindex="-1"]), input:not(:disabled), select, textarea, a[href]';

function panes(): HTMLElement[] {
  const found = [...document.querySelectorAll<HTMLElement>('[data-pane]')].filter(
    (pane) => pane.offsetParent !== null,
  );
  return found.sort(
    (a, b) => order.indexOf(a.dataset['pane'] ?? '') - order.indexOf(b.dataset['pane'] ?? ''),
  );
}

/** Focuses a pane by its name; false when it is not there. */
export function focusPane(name: string): boolean {
  const pane = panes().find((each) => each.dataset['pane'] === name);
  return pane ? focusWithin(pane) : false;
}

function focusWithin(pane: HTMLElement): boolean {
  const preferred = pane.querySelector<HTMLElement>('[data-pane-focus]');
  const target =
    preferred ?? (pane.matches('[tabindex="0"]') ? pane : pane.querySelector<HTMLElement>(focusable));
  target?.focus();
  return target !== null;
}

/** Moves the focus to the pane `by` places further, round the end. */
export function stepPane(by: number): void {
  const all = panes();
  const at = all.findIndex((pane) => pane.contains(document.activeElement));
  for (let tried = 1; tried <= all.length; tried++) {
    const next = all[((((at < 0 && by < 0 ? 0 : at) + by * tried) % all.length) + all.length) % all.length];
    if (next && focusWithin(next)) return;
  }
}
