import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { serveWalscope } from './walscope-server.mjs';

const root = join(import.meta.dirname, '..', '..');
const library = join(root, 'out', 'main', 'library.js');

/** The built library: what is measured is what ships. */
const load = () => import(pathToFileURL(library).href);

/** @type {import('./index.mjs').Contender} */
export default {
  id: 'walscope',
  title: 'Walscope',
  durable: "policy `always`: answered after the fdatasync of the caller's group",
  relaxed: 'policy `no`: answered once the group has been written to the OS',
  reads: '`getSync`, a copy of the value; a cache of 128 MiB',
  version: async () => JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version,
  unavailable: async () => (existsSync(library) ? null : 'out/main/library.js has not been built'),
  async open(directory, mode, options = {}) {
    const { open } = await load();
    const fsync = mode === 'durable' ? 'always' : 'no';
    const store = await open(directory, { fsync, garbageShare: null, ...options });
    return {
      set: (key, value) => store.set(key, value),
      get: (key) => store.getSync(key),
      async scan(visit) {
        for await (const entry of store.scan()) visit(entry.key, entry.value);
      },
      compact: () => store.compact(),
      snapshot: () => store.snapshot(),
      close: () => store.close(),
    };
  },
  serve: serveWalscope,
};
