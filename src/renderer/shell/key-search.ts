import { useEffect, useState } from 'react';
import { keyRows } from '../../shared/rows.ts';
import { client } from '../stores/host.ts';

const maxFound = 8;
const pauseMs = 120;

/** Keys that begin with `text`, a few of them, once a person has stopped typing. */
export function useKeySearch(source: string | null, text: string): readonly Uint8Array[] {
  const [found, setFound] = useState<readonly Uint8Array[]>([]);
  useEffect(() => {
    if (source === null || text === '') {
      setFound([]);
      return;
    }
    let gone = false;
    const timer = setTimeout(() => {
      search(source, text).then(
        (keys) => {
          if (!gone) setFound(keys);
        },
        () => setFound([]),
      );
    }, pauseMs);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [source, text]);
  return found;
}

async function search(source: string, text: string): Promise<Uint8Array[]> {
  const { view } = await client.call('keys.openView', {
    source,
    query: { filter: { mode: 'prefix', text }, under: null, sort: { column: 'key', descending: false } },
  });
  try {
    const page = await client.call('keys.page', { source, view, first: 0, count: maxFound });
    return keyRows
      .decode(page.bytes)
      .rows()
      .filter((row) => row.keyLength === row.key.length)
      .map((row) => row.key.slice());
  } finally {
    await client.call('keys.closeView', { source, view });
  }
}
