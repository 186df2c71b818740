import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeFileSystem } from '../fs/node-file-system.ts';
import { itBehavesAsAStore } from './store-behaviour.ts';

itBehavesAsAStore('on the file system of this machine', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'walscope-store-'));
  return {
    fileSystem: nodeFileSystem,
    directory,
    cleanUp: () => rm(directory, { recursive: true }),
  };
});
