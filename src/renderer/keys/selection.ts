import { client } from '../stores/host.ts';
import { changeKeysState, keysStateOf } from '../stores/keys.ts';
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

/** Selects the rows between two positions of a view, both included. */
export async function selectRange(source: string, view: string, from: number, to: number): Promise<void> {
  const first = Math.min(from, to);
  const count = Math.min(maxSelected, Math.abs(from - to) + 1);
  const keys = await client.call('keys.list', { source, view, first, count });
  changeKeysState(source, { selected: new Map(keys.map((key) => [keyId(key), key])) });
}
