import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { FileSystem } from '../fs/file-system.ts';
import { MemoryFileSystem } from '../fs/memory-file-system.ts';
import { nodeFileSystem } from '../fs/node-file-system.ts';
import { indexKinds } from './index-kinds.ts';
import { modelCommands } from './model-commands.ts';
import { expectedAtFirst, System } from './model-system.ts';
import { hungAfterMs, long, tried } from './tried.ts';

interface Place {
  fileSystem: FileSystem;
  directory: string;
  cleanUp: () => Promise<void>;
}

async function inMemory(): Promise<Place> {
  return { fileSystem: new MemoryFileSystem(), directory: '/store', cleanUp: async () => {} };
}

async function onDisk(): Promise<Place> {
  const parent = await mkdtemp(join(tmpdir(), 'walscope-model-'));
  const cleanUp = () => rm(parent, { recursive: true });
  return { fileSystem: nodeFileSystem, directory: join(parent, 'store'), cleanUp };
}

const places = [
  { place: 'in memory', make: inMemory, runs: long ? 3000 : 150, commands: 60 },
  { place: 'on the disk', make: onDisk, runs: long ? 300 : 5, commands: 40 },
];

it.each(indexKinds.flatMap((kind) => places.map((place) => ({ ...place, ...kind }))))(
  'does what a map would do, whatever it is asked ($place, $index)',
  { timeout: hungAfterMs },
  async (given) => {
    let commands = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.commands(modelCommands(), { maxCommands: given.commands, size: 'max' }),
        async (sequence) => {
          const { fileSystem, directory, cleanUp } = await given.make();
          const system = new System(fileSystem, directory, given.indexOptions);
          try {
            await system.begin();
            const expected = expectedAtFirst();
            await fc.asyncModelRun(() => ({ model: expected, real: system }), sequence);
            await system.reopen();
            expect(await system.contents()).toEqual(expected.model.contentsAt(expected.nowMs));
          } finally {
            await system.close();
            await cleanUp();
          }
          commands += [...sequence].length;
        },
      ),
      { numRuns: given.runs },
    );
    tried('model commands', commands);
  },
);
