/** What had the focus last outside of dialogs and menus: where it goes back to when what opened a dialog is gone. */
let below: HTMLElement | null = null;

if (typeof document !== 'undefined') {
  document.addEventListener('focusin', ({ target }) => {
    if (target instanceof HTMLElement && !target.closest('dialog, [role="menu"]')) below = target;
  });
}

/** Where the focus is to go back to from a dialog that opens now: an entry of a menu will be gone, its button not. */
export function focusHome(): Element | null {
  const menu = document.activeElement?.closest('[role="menu"]');
  const button = menu?.getAttribute('aria-labelledby');
  return button ? document.getElementById(button) : document.activeElement;
}

export function giveFocusBack(home: Element | null): void {
  const isThere = home instanceof HTMLElement && home.isConnected && home !== document.body;
  const to = isThere ? home : below;
  if (to?.isConnected) to.focus();
}
