import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A directory with a million keys as an application would name them, written by the engine. */

export const keyCount = 1_000_000;
const parts = ['profile', 'session', 'cart', 'settings'];
/** The one value that is longer than all others: a sort by size must bring it to the top. */
const longestAt = 271_828;
const atOnce = 1_000;

/** In an order that is not that of the keys. */
function keyAt(place) {
  const i = (place * 618_033) % keyCount;
  return `user:${String(Math.trunc(i / parts.length)).padStart(7, '0')}:${parts[i % parts.length]}`;
}

const filters = { substring: '4242', glob: 'user:*77:sess?on' };

/**
 * @param {string} directory
 * @returns {Promise<Expected>}
 *
 * @typedef {object} Expected what the app must show
 * @property {{text: string, count: number}} substring
 * @property {{text: string, count: number}} glob
 * @property {string} firstKey
 * @property {string} lastKey
 * @property {string} largestKey
 * @property {string} newestKey
 */
export async function writeMillionKeys(directory) {
  const library = join(import.meta.dirname, '..', '..', 'out', 'main', 'library.js');
  const { open } = await import(pathToFileURL(library).href);
  const store = await open(directory, { fsync: 'no' });
  let substring = 0;
  let glob = 0;
  for (let from = 0; from < keyCount; from += atOnce) {
    const sets = [];
    for (let place = from; place < from + atOnce; place++) {
      const key = keyAt(place);
      if (key.includes(filters.substring)) substring++;
      if (/^user:.*77:sess.on$/.test(key)) glob++;
      sets.push(store.set(key, valueAt(place)));
    }
    await Promise.all(sets);
  }
  await store.close();
  return {
    substring: { text: filters.substring, count: substring },
    glob: { text: filters.glob, count: glob },
    firstKey: `user:${'0'.repeat(7)}:cart`,
    lastKey: `user:${String(keyCount / parts.length - 1).padStart(7, '0')}:settings`,
    largestKey: keyAt(longestAt),
    newestKey: keyAt(keyCount - 1),
  };
}

function valueAt(place) {
  const text = `{"n":${place},"at":"2024-06-01T00:00:00Z","tags":["a","b"]}`;
  return place === longestAt ? text.padEnd(4_000, '.') : text.padEnd(60 + (place % 61), ' ');
}
