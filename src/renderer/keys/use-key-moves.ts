import { type KeyboardEvent, type MouseEvent, useEffect, useRef, useState } from 'react';
import { client } from '../stores/host.ts';
import { chooseKey } from '../stores/keys.ts';
import type { Staged } from '../stores/staged.ts';
import { copyKeys } from './copy.ts';
import { rowKeyId } from './row-id.ts';
import { keysBetween, selectKeys, toggleKey } from './selection.ts';
import type { CursorPosition } from './use-cursor-position.ts';
import type { OpenKeyView } from './use-key-view.ts';

interface KeyMovesProps {
  source: string;
  view: OpenKeyView;
  fresh: readonly Staged[];
  count: number;
  cursor: CursorPosition;
  selectedIds: ReadonlySet<string>;
}

export interface KeyMoves {
  /** The row that the keyboard is on, or on its way to while its key is being read. */
  active: number | null;
  /** The row that it is on its way to; null once it is there. */
  aim: number | null;
  moveTo(position: number, extend: boolean): Promise<void>;
  press(position: number, event: MouseEvent): Promise<void>;
  onKeyDown(event: KeyboardEvent): void;
}

/** Moves the cursor and the selection by positions of the table, which main turns into keys. */
export function useKeyMoves(props: KeyMovesProps): KeyMoves {
  const { source, view, fresh, count, cursor, selectedIds } = props;
  const [aim, setAim] = useState<number | null>(null);
  const anchor = useRef<number | null>(null);
  const turn = useRef(0);
  const active = aim ?? cursor.position;
  const rows = { source, view: view.id, fresh };

  // biome-ignore lint/correctness/useExhaustiveDependencies: positions of another view are other rows
  useEffect(() => {
    anchor.current = null;
    turn.current += 1;
    setAim(null);
  }, [view.pages]);

  /** The whole key of a row; rows hold long keys cut. */
  const keyAt = async (position: number): Promise<Uint8Array | undefined> => {
    const isNew = fresh[position];
    if (isNew) return isNew.key;
    const at = position - fresh.length;
    const row = await view.pages.row(at);
    if (!row || row.key.length === row.keyLength) return row?.key.slice();
    return (await client.call('keys.list', { source, view: view.id, first: at, count: 1 }))[0];
  };

  const moveTo = async (position: number, extend: boolean) => {
    const mine = ++turn.current;
    const from = extend ? (anchor.current ?? active ?? position) : position;
    anchor.current = from;
    // The next key press goes on from here, however long the key of this row takes to come.
    setAim(position);
    const key = await keyAt(position);
    if (mine !== turn.current) return;
    setAim(null);
    if (!key) return;
    cursor.found(key, position);
    chooseKey(source, key);
    if (!extend) return;
    const keys = await keysBetween(rows, from, position);
    if (mine === turn.current) selectKeys(source, keys);
  };

  const press = async (position: number, event: MouseEvent) => {
    const toggles = event.metaKey || event.ctrlKey;
    if (!toggles && event.button === 0) return moveTo(position, event.shiftKey);
    const key = await keyAt(position);
    if (!key) return;
    cursor.found(key, position);
    if (event.button === 0) {
      anchor.current = position;
      toggleKey(source, key);
    } else if (!selectedIds.has(rowKeyId(key))) {
      // The secondary button keeps a selection that it is pressed on.
      chooseKey(source, key);
    }
  };

  const onModKey = (event: KeyboardEvent): boolean => {
    if (!(event.metaKey || event.ctrlKey) || event.shiftKey || event.altKey) return false;
    // Caps Lock makes it an A.
    const letter = event.key.toLowerCase();
    if (letter === 'a') {
      anchor.current = 0;
      if (count > 0) void keysBetween(rows, 0, count - 1).then((keys) => selectKeys(source, keys));
      return true;
    }
    if (letter === 'c') {
      void copyKeys(source);
      return true;
    }
    return false;
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLButtonElement) return;
    if (onModKey(event)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (!event.shiftKey || event.metaKey || event.ctrlKey || event.altKey) return;
    const step = { ArrowUp: -1, ArrowDown: 1, PageUp: -20, PageDown: 20, Home: -count, End: count }[
      event.key
    ];
    if (step === undefined || count === 0) return;
    event.preventDefault();
    event.stopPropagation();
    void moveTo(Math.min(count - 1, Math.max(0, (active ?? 0) + step)), true);
  };

  return { active, aim, moveTo, press, onKeyDown };
}
