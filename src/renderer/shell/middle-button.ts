import type { MouseEvent } from 'react';

const middle = 1;

/** What closes a tab when the middle button is pressed on it. */
export function closedByMiddleButton(close: () => void): {
  onMouseDown(event: MouseEvent): void;
  onAuxClick(event: MouseEvent): void;
} {
  return {
    // On some systems a press of it begins to scroll, and then there is no click.
    onMouseDown: (event) => {
      if (event.button === middle) event.preventDefault();
    },
    onAuxClick: (event) => {
      if (event.button === middle) close();
    },
  };
}
