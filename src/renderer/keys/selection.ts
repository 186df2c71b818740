import { client } from '../stores/host.ts';
import { changeKeysState, keysStateOf } from '../stores/keys.ts';
import type { Staged } from '../stores/staged.ts';
import { keyId } from '../ui/key-format.ts';

/** As many as one batch can change and one call can list. */
export const maxSelected = 10_000;

/** Adds a key to the selection or takes it out. */
export function toggleKey(source: string, key: Uint8Array): void {
  const selected = new Map(keysStateOf(source).selected);
  const id = keyId(key);
  if (!selected.delete(id)) selected.set(id, key);
  changeKeysState(source, { selected, cursor: key });
}

export function selectKeys(source: string, keys: readonly Uint8Array[]): void {
  changeKeysState(source, { selected: new Map(keys.map((key) => [keyId(key), key])) });
}

/** What the table shows: keys that are only staged, then the rows of the view. */
export interface TableRows {
  source: string;
  view: string;
  fresh: readonly Staged[];
}

/** The keys of the rows between two positions of the table, both included. */
export async function keysBetween(rows: TableRows, from: number, to: number): Promise<Uint8Array[]> {
  const { source, view, fresh } = rows;
  const first = Math.max(0, Math.min(from, to));
  const count = Math.min(maxSelected, Math.max(from, to) - first + 1);
  const keys = fresh.slice(first, first + count).map((change) => change.key);
  const left = count - keys.length;
  if (left <= 0) return keys;
  const firstInView = Math.max(0, first - fresh.length);
  return keys.concat(await client.call('keys.list', { source, view, first: firstInView, count: left }));
}
