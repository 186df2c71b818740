import { useEffect, useState } from 'react';
import { client } from '../stores/host.ts';
import type { Staged } from '../stores/staged.ts';
import { keyId } from '../ui/key-format.ts';
import { rowIdOf, rowKeyId } from './row-id.ts';
import type { OpenKeyView } from './use-key-view.ts';

/** Rows around the last known place that are searched before main is asked. */
const nearby = 96;

interface Place {
  /** Id of the view and rowKeyId of the key: the place of another key, or in another order, is none of this one's. */
  of: string;
  /** Position in the view. */
  at: number;
}

export interface CursorPosition {
  /** Null while it is looked for, and when the key is not in the view. */
  position: number | null;
  /** Says where a key stands that is about to get the cursor. */
  found(key: Uint8Array, position: number): void;
}

/**
 * Where the row of the cursor's key stands now: staged new keys first, then the view. The cursor belongs to a key,
 * so its place is looked for again whenever rows come and go.
 */
export function useCursorPosition(
  source: string,
  view: OpenKeyView,
  cursor: Uint8Array | null,
  fresh: readonly Staged[],
): CursorPosition {
  const [place, setPlace] = useState<Place | null>(null);
  const id = cursor ? keyId(cursor) : null;
  const rowId = cursor ? rowKeyId(cursor) : null;
  const of = rowId === null ? null : placeId(view, rowId);
  const { pages, progress } = view;
  const version = pages.version();
  const among = id === null ? -1 : fresh.findIndex((change) => change.id === id);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` and the generation say when rows have moved
  useEffect(() => {
    if (rowId === null || of === null || cursor === null || among >= 0) return;
    const known = nearPlace(pages, rowId, place?.at ?? 0);
    if (known !== null) {
      setPlace((before) => (before?.of === of && before.at === known ? before : { of, at: known }));
      return;
    }
    let gone = false;
    client.call('keys.find', { source, view: view.id, key: cursor }).then(
      (at) => {
        if (!gone) setPlace(at === null ? null : { of, at });
      },
      () => undefined, // the view has been closed: its successor will be asked
    );
    return () => {
      gone = true;
    };
  }, [source, of, among, progress.generation, version]);

  const found = (key: Uint8Array, position: number) => {
    if (position < fresh.length) return;
    setPlace({ of: placeId(view, rowKeyId(key)), at: position - fresh.length });
  };
  if (among >= 0) return { position: among, found };
  const isKnown = place !== null && place.of === of;
  return { position: isKnown ? place.at + fresh.length : null, found };
}

function placeId(view: OpenKeyView, rowId: string): string {
  return `${view.id} ${rowId}`;
}

function nearPlace(pages: OpenKeyView['pages'], id: string, place: number): number | null {
  const from = Math.max(0, place - nearby);
  for (let index = from; index < from + 2 * nearby; index++) {
    const row = pages.get(index);
    if (row && rowIdOf(row) === id) return index;
  }
  return null;
}
