import { useEffect, useState } from 'react';

interface Once<T> {
  value: T | null;
  error: unknown;
}

/** What does not change while the window is open, fetched when it is first needed. `fetchIt` must stay the same. */
export function useOnce<T>(fetchIt: () => Promise<T>): Once<T> {
  const [state, setState] = useState<Once<T>>({ value: null, error: null });
  useEffect(() => {
    let current = true;
    fetchIt()
      .then((value) => current && setState({ value, error: null }))
      .catch((error: unknown) => current && setState({ value: null, error }));
    return () => {
      current = false;
    };
  }, [fetchIt]);
  return state;
}
