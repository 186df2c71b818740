import { useEffect, useState } from 'react';
import { client } from '../stores/host.ts';
import type { Staged } from '../stores/staged.ts';
import { keyId } from '../ui/key-format.ts';
import { rowKeyId } from './row-id.ts';
import type { OpenKeyView } from './use-key-view.ts';

/** Rows around the last known place that are searched before main is asked. */
const nearby = 96;

/**
 * Where the row of the cursor's key stands now: staged new keys first, then the view. The cursor belongs to a key,
 * so its place is looked for again whenever rows come and go.
 */
export function useCursorPosition(
  source: string,
  view: OpenKeyView,
  cursor: Uint8Array | null,
  fresh: readonly Staged[],
): number | null {
  const [place, setPlace] = useState<number | null>(null);
  const id = cursor ? keyId(cursor) : null;
  const rowId = cursor ? rowKeyId(cursor) : null;
  const { pages, progress } = view;
  const version = pages.version();
  const among = id === null ? -1 : fresh.findIndex((change) => change.id === id);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` and the generation say when rows have moved
  useEffect(() => {
    if (rowId === null || cursor === null || among >= 0) return;
    const known = nearPlace(pages, rowId, place);
    if (known !== null) {
      setPlace(known);
      return;
    }
    let gone = false;
    client.call('keys.find', { source, view: view.id, key: cursor }).then(
      (found) => {
        if (!gone) setPlace(found);
      },
      () => undefined, // the view has been closed: its successor will be asked
    );
    return () => {
      gone = true;
    };
  }, [source, view.id, rowId, among, progress.generation, version]);

  if (id === null) return null;
  if (among >= 0) return among;
  return place === null ? null : place + fresh.length;
}

function nearPlace(pages: OpenKeyView['pages'], id: string, place: number | null): number | null {
  const from = Math.max(0, (place ?? 0) - nearby);
  for (let index = from; index < from + 2 * nearby; index++) {
    const row = pages.get(index);
    if (row && rowKeyId(row.key) === id) return index;
  }
  return null;
}
