import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { scratchDirectories } from '../formats/testing/scratch.ts';
import { runHere } from './testing.ts';

const scratch = scratchDirectories();

it.runIf(process.platform === 'linux')('an error of the system is told with what to do', async () => {
  // Nothing is mapped where this process's memory begins: EIO.
  const ran = await runHere(['verify', '/proc/self/mem']);
  expect(ran).toMatchObject({
    code: 2,
    err: [expect.stringContaining('walscope: The disk could not read or write: check the disk')],
  });
});

it.skipIf(process.platform === 'win32')('a path that leads nowhere is told with what to do', async () => {
  const directory = await scratch();
  const circle = join(directory, 'circle');
  await symlink('circle', circle);
  const long = join(directory, 'n'.repeat(300));
  for (const [path, reason] of [
    [circle, 'Links lead in a circle'],
    [long, 'The name is longer'],
  ] as const) {
    for (const argv of [
      ['verify', path],
      ['set', path, 'a', '1'],
      ['import', join(directory, 'store'), path],
      ['convert', path, join(directory, 'new'), '--to', 'redis'],
    ]) {
      const ran = await runHere(argv);
      expect(ran).toMatchObject({ code: 2, err: [expect.stringContaining(`walscope: ${reason}`)] });
    }
  }
});
