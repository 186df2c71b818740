import { useEffect, useState } from 'react';
import { type Staged, wholeValue } from '../stores/staged-change.ts';

/** Longer old values are not read for a comparison. */
const maxOldBytes = 256 * 1024;

/** The value that a staged change replaces; null where there was none. */
export function useOldValue(source: string, change: Staged): Uint8Array | null | 'reading' | 'too large' {
  const [read, setRead] = useState<{ id: string; seq: number; value: Uint8Array | null } | null>(null);
  const { id, key, base } = change;
  const length = base?.valueLength ?? 0;
  const known = base === null || base.value !== null || length > maxOldBytes;
  const seq = base?.seq ?? -1;
  useEffect(() => {
    if (known) return;
    let gone = false;
    wholeValue(source, key, length).then(
      (value) => {
        if (!gone) setRead({ id, seq, value });
      },
      () => undefined, // the comparison stays empty; saving says what is wrong with the key
    );
    return () => {
      gone = true;
    };
  }, [source, id, key, seq, length, known]);
  if (base === null) return null;
  if (base.value) return base.value;
  if (length > maxOldBytes) return 'too large';
  return read && read.id === id && read.seq === seq ? read.value : 'reading';
}
