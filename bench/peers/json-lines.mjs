import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

/** What people write first: a Map, and a file with a line of JSON for each change. */

/** Lines gather to this many characters before they are handed to the OS, as a write stream would do. */
const gatherAt = 64 * 1024;

/** @param {Map<string, Buffer>} map */
function replay(path, map) {
  if (!existsSync(path)) return;
  const bytes = readFileSync(path);
  for (let start = 0; start < bytes.length; ) {
    let end = bytes.indexOf(10, start);
    if (end === -1) end = bytes.length;
    const { k, v } = JSON.parse(bytes.toString('latin1', start, end));
    map.set(k, Buffer.from(v, 'base64'));
    start = end + 1;
  }
}

const line = (key, value) => `{"k":"${key}","v":"${value.toString('base64')}"}\n`;

/** @type {import('./index.mjs').Contender} */
export default {
  id: 'json-lines',
  title: 'Map + JSON lines',
  durable: 'one write and one fdatasync a set',
  relaxed: 'lines gathered to 64 KiB a write',
  reads: '`Map.get`: all values are in memory',
  version: async () => `Node ${process.version}`,
  blocking: true,
  unavailable: async () => null,
  async open(directory, mode) {
    const path = join(directory, 'data.jsonl');
    /** @type {Map<string, Buffer>} */
    const map = new Map();
    replay(path, map);
    let file = openSync(path, 'a');
    let gathered = '';
    const flush = () => {
      writeSync(file, gathered);
      gathered = '';
    };
    return {
      set(key, value) {
        const text = key.toString('latin1');
        gathered += line(text, value);
        if (mode === 'durable') {
          flush();
          fdatasyncSync(file);
        } else if (gathered.length >= gatherAt) flush();
        map.set(text, value);
      },
      get: (key) => map.get(key.toString('latin1')),
      async scan(visit) {
        for (const key of [...map.keys()].sort()) visit(Buffer.from(key, 'latin1'), map.get(key));
      },
      async compact() {
        flush();
        const temporary = openSync(`${path}.tmp`, 'w');
        let lines = '';
        for (const [key, value] of map) {
          lines += line(key, value);
          if (lines.length < gatherAt) continue;
          writeSync(temporary, lines);
          lines = '';
        }
        writeSync(temporary, lines);
        fsyncSync(temporary);
        closeSync(temporary);
        closeSync(file);
        renameSync(`${path}.tmp`, path);
        file = openSync(path, 'a');
      },
      async close() {
        flush();
        closeSync(file);
      },
    };
  },
};
