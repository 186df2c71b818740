import { useEffect, useRef, useState } from 'react';
import { emptyBytes } from '../../shared/bytes.ts';
import { type TreeRow, treeRows } from '../../shared/rows.ts';
import { client } from '../stores/host.ts';

/** Children of one prefix that are shown; what is beyond is counted and reached by filtering. */
export const maxChildren = 2000;
const perPage = 500;
/** Levels are read again at most this often while keys come and go. */
const followAfterMs = 400;

export interface Level {
  rows: TreeRow[];
  total: number;
}

const bytesOf = (id: string): Uint8Array => Uint8Array.from(id, (character) => character.charCodeAt(0));

async function readLevel(source: string, prefix: Uint8Array, separator: string): Promise<Level> {
  const rows: TreeRow[] = [];
  for (;;) {
    const count = Math.min(perPage, maxChildren - rows.length);
    const page = await client.call('keys.tree', { source, prefix, separator, first: rows.length, count });
    const decoded = treeRows.decode(page.bytes).rows();
    rows.push(...decoded);
    if (decoded.length === 0 || rows.length >= Math.min(page.total, maxChildren))
      return { rows, total: page.total };
  }
}

/** The children of the root and of every open prefix, by keyId of the prefix; read again when the number of keys changes. */
export function useTreeLevels(
  source: string,
  expanded: ReadonlySet<string>,
  separator: string,
  keys: number,
): ReadonlyMap<string, Level> {
  const [levels, setLevels] = useState<ReadonlyMap<string, Level>>(new Map());
  const readAt = useRef(new Map<string, number>());

  useEffect(() => {
    let gone = false;
    const load = async (id: string) => {
      readAt.current.set(id, keys);
      try {
        const level = await readLevel(source, id === '' ? emptyBytes : bytesOf(id), separator);
        if (!gone) setLevels((before) => new Map(before).set(id, level));
      } catch {
        // Read again with the next change; what was read before stays in sight.
        readAt.current.delete(id);
      }
    };
    const wanted = ['', ...expanded];
    for (const id of wanted) if (!readAt.current.has(id)) void load(id);
    const timer = setTimeout(() => {
      for (const id of wanted) if (readAt.current.get(id) !== keys) void load(id);
    }, followAfterMs);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [source, expanded, separator, keys]);

  return levels;
}
