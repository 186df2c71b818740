import { useEffect, useState } from 'react';

/** Gives the focus back to what had it when the form opened. */
export function useReturnOfFocus(): void {
  // Known at the first rendering only: the form's field takes the focus before any effect runs.
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      const isLost = document.activeElement === document.body || document.activeElement === null;
      if (isLost && before instanceof HTMLElement && before.isConnected) before.focus();
    },
    [before],
  );
}
