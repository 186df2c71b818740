import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeFileSystem } from '../fs/node-file-system.ts';
import { indexKinds } from '../specs/index-kinds.ts';
import { type Disk, itBehavesAsAStore } from './store-behaviour.ts';

async function onThisMachine(): Promise<Disk> {
  const directory = await mkdtemp(join(tmpdir(), 'walscope-store-'));
  return {
    fileSystem: nodeFileSystem,
    directory,
    cleanUp: () => rm(directory, { recursive: true }),
  };
}

for (const { index, indexOptions } of indexKinds) {
  itBehavesAsAStore(`on the file system of this machine, ${index}`, onThisMachine, indexOptions);
}
