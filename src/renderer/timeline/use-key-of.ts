import { useEffect, useState } from 'react';
import type { TimelineModel } from './timeline-model.ts';

/** The key of a record; null while it is not known, where damage hides it, and where a row holds only its start. */
export function useKeyOf(model: TimelineModel, index: number | null): Uint8Array | null {
  const [found, setFound] = useState<{ index: number; key: Uint8Array | null } | null>(null);
  useEffect(() => {
    if (index === null) return;
    let current = true;
    model.records
      .row(index)
      .then((row) => {
        const whole = row && row.key.length > 0 && row.key.length === row.keyLength;
        if (current) setFound({ index, key: whole ? row.key : null });
      })
      .catch(() => current && setFound({ index, key: null }));
    return () => {
      current = false;
    };
  }, [model, index]);
  return found?.index === index ? found.key : null;
}
