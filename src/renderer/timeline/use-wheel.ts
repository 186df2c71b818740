import { useEffect, useRef } from 'react';
import { indexAtX, stripPadding } from './strip-layout.ts';
import type { TimelineModel } from './timeline-model.ts';

/** One notch of a mouse wheel is 100 px or 120 px: about a fifth nearer or farther. */
const zoomPerPx = 0.0018;

/** Wheel up and down zooms about the pointer, sideways (or with Shift) pans. Put the ref on the strip's box. */
export function useStripWheel<T extends HTMLElement>(model: TimelineModel) {
  const ref = useRef<T>(null);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    // Not React's handler: that one is passive and could not keep the page from scrolling or zooming as well.
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const { window } = model.state;
      const span = window.last - window.first;
      const box = element.getBoundingClientRect();
      const sideways = event.shiftKey ? event.deltaX || event.deltaY : event.deltaX;
      if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY)) {
        model.pan((sideways / Math.max(1, box.width - 2 * stripPadding)) * span);
        return;
      }
      const at =
        (indexAtX(event.clientX - box.left, window, box.width) - window.first) / Math.max(1e-9, span);
      model.zoom(Math.exp(event.deltaY * zoomPerPx), at);
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [model]);
  return ref;
}
