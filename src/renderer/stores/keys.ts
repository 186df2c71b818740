import { create } from 'zustand';
import type { KeyQuery } from '../../shared/contract/keys.ts';
import { keyId } from '../ui/key-format.ts';

export type FilterMode = 'prefix' | 'substring' | 'glob';
export type KeySort = KeyQuery['sort'];

/** What the Keys view of one directory shows; it outlives the view and ends with the tab. */
export interface KeysState {
  mode: FilterMode;
  text: string;
  /** Prefix chosen in the tree; null = all keys. */
  under: Uint8Array | null;
  sort: KeySort;
  /** The row that the keyboard is on, kept by its key when rows come and go. */
  cursor: Uint8Array | null;
  /** By keyId. */
  selected: ReadonlyMap<string, Uint8Array>;
  /** keyIds of the prefixes that are open in the tree. */
  expanded: ReadonlySet<string>;
  /** The form for a new key is open. */
  adding: boolean;
  /** Why the last copy was refused, and the keys that can be exported instead. */
  notCopied: { why: string; keys: Uint8Array[] } | null;
}

const initial: KeysState = {
  mode: 'prefix',
  text: '',
  under: null,
  sort: { column: 'seq', descending: true },
  cursor: null,
  selected: new Map(),
  expanded: new Set(),
  adding: false,
  notCopied: null,
};

const useKeysStore = create<{ sources: Readonly<Record<string, KeysState>> }>(() => ({ sources: {} }));

export function keysStateOf(source: string): KeysState {
  return useKeysStore.getState().sources[source] ?? initial;
}

export function useKeysState(source: string): KeysState {
  return useKeysStore((state) => state.sources[source] ?? initial);
}

export function changeKeysState(source: string, patch: Partial<KeysState>): void {
  const { sources } = useKeysStore.getState();
  useKeysStore.setState({ sources: { ...sources, [source]: { ...keysStateOf(source), ...patch } } });
}

/** Puts the cursor on a key and selects nothing else. */
export function chooseKey(source: string, key: Uint8Array | null): void {
  changeKeysState(source, { cursor: key, selected: key ? new Map([[keyId(key), key]]) : new Map() });
}

/** The selected keys, or the one under the cursor. */
export function chosenKeys(source: string): Uint8Array[] {
  const { selected, cursor } = keysStateOf(source);
  if (selected.size > 0) return [...selected.values()];
  return cursor ? [cursor] : [];
}

export function forgetKeysState(source: string): void {
  const { [source]: _gone, ...sources } = useKeysStore.getState().sources;
  useKeysStore.setState({ sources });
}
