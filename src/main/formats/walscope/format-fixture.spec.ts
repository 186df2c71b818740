import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { nodeFileSystem } from '../../engine/fs/node-file-system.ts';
import { liveKeys } from '../log/live-keys.ts';
import { walscopeFormat } from './walscope-format.ts';

const fixtures = ['format-1', 'format-1-patches'].flatMap((name) =>
  ['killed', 'closed'].map((ending) => [name, ending] as const),
);

it.each(fixtures)(
  'reads a directory in version 1 of the format forensically, %s %s',
  async (name, ending) => {
    const fixture = resolve('fixtures', name);
    const expected = JSON.parse(readFileSync(join(fixture, 'expected.json'), 'utf8')) as {
      readAtMs: number;
      keys: Record<string, { value: string; expireAt: number | null }>;
    };
    const log = await walscopeFormat.read(join(fixture, ending), {
      fileSystem: nodeFileSystem,
      thorough: true,
    });
    expect(log.verdict).toMatchObject({ code: 'clean', damaged: [] });
    const found: typeof expected.keys = {};
    const options = { nowMs: expected.readAtMs };
    for await (const { key, value, expireAt } of liveKeys(log, nodeFileSystem, options)) {
      found[Buffer.from(key).toString('base64')] = { value: Buffer.from(value).toString('base64'), expireAt };
    }
    expect(found).toEqual(expected.keys);
  },
);
