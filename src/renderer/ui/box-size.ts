import { useLayoutEffect, useState } from 'react';

/** What goes to an element as its ref, and how much room it has inside, in px, as that changes; zeros at first. */
export function useBoxSize<E extends HTMLElement>() {
  const [element, setElement] = useState<E | null>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    if (!element) return;
    const measure = () => setSize({ width: element.clientWidth, height: element.clientHeight });
    measure();
    const resized = new ResizeObserver(measure);
    resized.observe(element);
    return () => resized.disconnect();
  }, [element]);
  return [setElement, size] as const;
}
