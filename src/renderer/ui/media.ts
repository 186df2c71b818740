import { useSyncExternalStore } from 'react';

export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = matchMedia(query);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    () => matchMedia(query).matches,
  );
}

/** The two widths and heights at which the layout changes. */
export const useNarrow = () => useMedia('(max-width: 1279px)');
export const useLow = () => useMedia('(max-height: 760px)');
