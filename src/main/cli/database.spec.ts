import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { aofOf } from '../formats/redis/testing.ts';
import { scratchDirectories } from '../formats/testing/scratch.ts';
import { jsonLinesOf, jsonOf, runHere } from './testing.ts';

const scratch = scratchDirectories();

/** Twelve keys, in turn of databases 0 and 3. */
async function twoDatabases(): Promise<string> {
  const directory = await scratch();
  const commands = Array.from({ length: 12 }, (_, at) => [
    ['SELECT', at % 2 === 0 ? '0' : '3'],
    ['SET', `k${at}`, '1'],
  ]);
  await writeFile(join(directory, 'appendonly.aof'), aofOf(...commands.flat()));
  return directory;
}

const keyOf = ({ key }: Record<string, unknown>) => Buffer.from(String(key), 'base64').toString();

describe('--db', () => {
  it('log: --limit counts the records of the database', async () => {
    const directory = await twoDatabases();
    const lines = jsonLinesOf(await runHere(['log', '--json', directory, '--db', '3', '--limit', '3']));
    expect(lines).toHaveLength(3);
    for (const { db } of lines) expect(db).toBe(3);
  });

  it('tail: --lines counts the records of the database', async () => {
    const directory = await twoDatabases();
    const abort = new AbortController();
    const ran = await runHere(['tail', '--json', directory, '--db', '3', '--lines', '3'], {
      signal: abort.signal,
      onOutput: () => abort.abort(),
    });
    expect(jsonLinesOf(ran)).toHaveLength(3);
    expect(
      jsonLinesOf(ran)
        .filter(({ op }) => op === 'set')
        .map(keyOf)
        .at(-1),
    ).toBe('k11');
  });

  it('convert: takes the keys of that database only', async () => {
    const directory = await twoDatabases();
    const target = join(await scratch(), 'new');
    const ran = await runHere(['convert', '--json', directory, target, '--to', 'walscope', '--db', '3']);
    expect(ran.code).toBe(0);
    expect(jsonOf(ran)).toEqual({ keys: 6, skipped: [] });
    const dbs = jsonLinesOf(await runHere(['export', target])).map(({ db }) => db);
    expect(dbs).toEqual([3, 3, 3, 3, 3, 3]);
  });
});
