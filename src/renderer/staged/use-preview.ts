import { useEffect, useState } from 'react';
import type { Result } from '../../shared/contract/index.ts';
import { client } from '../stores/host.ts';
import { changesToSave, type Staged } from '../stores/staged.ts';

const afterMs = 150;

export interface Preview {
  data: Result<'edits.preview'> | null;
  error: unknown;
}

/** The bytes that saving would append now; asked for again when the edits rest. */
export function usePreview(source: string, changes: readonly Staged[]): Preview {
  const [preview, setPreview] = useState<Preview>({ data: null, error: null });
  useEffect(() => {
    if (changes.length === 0) {
      setPreview({ data: null, error: null });
      return;
    }
    let gone = false;
    const timer = setTimeout(() => {
      client.call('edits.preview', { source, changes: changesToSave(changes) }).then(
        (data) => {
          if (!gone) setPreview({ data, error: null });
        },
        (error: unknown) => {
          if (!gone) setPreview({ data: null, error });
        },
      );
    }, afterMs);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [source, changes]);
  return preview;
}
