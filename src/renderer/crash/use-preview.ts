import { useEffect, useRef, useState } from 'react';
import type { Result } from '../../shared/contract/index.ts';
import { client } from '../stores/host.ts';
import type { CrashModel } from './crash-model.ts';

export type Preview = Result<'crash.preview'>;

/** What a power loss would leave, told while it is being set up: one question at a time, always the newest. */
export function usePreview(model: CrashModel): { preview: Preview | null; error: unknown } {
  const { way, point, unsynced, policy } = model.use();
  const [answer, setAnswer] = useState<{ preview: Preview | null; error: unknown }>({
    preview: null,
    error: null,
  });
  const asking = useRef(false);
  const next = useRef<(() => Promise<void>) | null>(null);

  useEffect(() => {
    if (way !== 'power' || !point) return;
    next.current = async () => {
      try {
        const preview = await client.call('crash.preview', { source: model.source, point, unsynced, policy });
        setAnswer({ preview, error: null });
      } catch (error) {
        setAnswer((before) => ({ preview: before.preview, error }));
      }
    };
    const run = async () => {
      if (asking.current) return;
      asking.current = true;
      while (next.current) {
        const ask = next.current;
        next.current = null;
        await ask();
      }
      asking.current = false;
    };
    void run();
  }, [model, way, point, unsynced, policy]);
  return answer;
}
