import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { scratchDirectories } from '../../formats/testing/scratch.ts';
import { requireOutside } from './outside.ts';

const scratch = scratchDirectories();

it.skipIf(process.platform === 'win32')(
  'finds what lies in a directory, whatever links lead there',
  async () => {
    const place = await scratch();
    const source = join(place, 'source');
    const link = join(place, 'link');
    await mkdir(source);
    await symlink(source, link);
    for (const target of [source, link, join(source, 'new'), join(link, 'new', 'deeper')])
      await expect(requireOutside(source, target), target).rejects.toMatchObject({
        code: 'INVALID_ARGUMENT',
      });
    for (const target of [join(place, 'new'), join(place, 'source-repaired'), place])
      await expect(requireOutside(source, target), target).resolves.toBeUndefined();
  },
);
