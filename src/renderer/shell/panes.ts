/** Panes in the order in which F6 goes through them; those that are not shown are passed over. */
const order = ['tabs', 'rail', 'toolbar', 'tree', 'table', 'inspector', 'staged', 'strip', 'content'];

const focusable =
  '[tabindex="0"], button:not(:disabled):not([tabindex="-1"]), input:not(:disabled), select, textarea, a[href]';

const nameOf = (pane: HTMLElement) => pane.getAttribute('data-pane') ?? '';
const inSight = (pane: HTMLElement) => pane.offsetParent !== null;

/** Those that F6 goes through; a pane within a pane is reached by its name only. */
function panes(): HTMLElement[] {
  const found = [...document.querySelectorAll<HTMLElement>('[data-pane]')];
  return found
    .filter((pane) => inSight(pane) && order.includes(nameOf(pane)))
    .sort((a, b) => order.indexOf(nameOf(a)) - order.indexOf(nameOf(b)));
}

/** Focuses a pane by its name; false when it is not there. */
export function focusPane(name: string): boolean {
  const named = [...document.querySelectorAll<HTMLElement>(`[data-pane="${name}"]`)];
  const pane = named.find(inSight);
  return pane ? focusWithin(pane) : false;
}

/** How long a pane is waited for that is still being loaded. */
const comesWithinMs = 3000;

/** Focuses a pane by its name as soon as it is there, unless the focus has gone elsewhere meanwhile. */
export function focusPaneOnceThere(name: string): void {
  if (focusPane(name)) return;
  const from = document.activeElement;
  const until = performance.now() + comesWithinMs;
  const again = () => {
    const moved = document.activeElement !== from && document.activeElement !== document.body;
    if (moved || performance.now() > until || focusPane(name)) return;
    requestAnimationFrame(again);
  };
  requestAnimationFrame(again);
}

function focusWithin(pane: HTMLElement): boolean {
  const first = '[data-pane-focus], [role="grid"], [role="tree"], [role="group"][tabindex="0"]';
  const preferred = pane.matches('[data-pane-focus]') ? pane : pane.querySelector<HTMLElement>(first);
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
