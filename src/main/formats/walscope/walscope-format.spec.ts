import { cp, readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { looseText } from '../../../shared/bytes.ts';
import { nodeFileSystem } from '../../engine/fs/node-file-system.ts';
import { open } from '../../engine/open.ts';
import { detectFormat } from '../detect.ts';
import { liveKeys } from '../log/live-keys.ts';
import type { Log } from '../log/log.ts';
import { scratchDirectories } from '../testing/scratch.ts';
import { walscopeFormat } from './walscope-format.ts';

const scratch = scratchDirectories();
const options = { fileSystem: nodeFileSystem };

async function contentOf(log: Log, salvage = false): Promise<Record<string, string>> {
  const content: Record<string, string> = {};
  for await (const { key, value } of liveKeys(log, nodeFileSystem, { salvage })) {
    content[looseText(key)] = looseText(value);
  }
  return content;
}

/** Two frames of single sets, an atomic batch, a delete, a deadline. */
async function makeStore(directory: string): Promise<void> {
  const store = await open(directory);
  await store.set('a', 'one');
  await store.set('b', 'two');
  await store.batch([
    { op: 'set', key: 'a', value: 'three' },
    { op: 'set', key: 'c', value: 'four', expireAt: Date.now() + 3_600_000 },
    { op: 'delete', key: 'b' },
  ]);
  await store.close();
}

async function segmentOf(directory: string): Promise<string> {
  const name = (await readdir(directory)).filter((file) => file.endsWith('.wlog')).at(-1);
  return join(directory, name ?? '');
}

describe('a Walscope directory as a log', () => {
  it('gives records, frames, keys and states', async () => {
    const directory = await scratch();
    await makeStore(directory);
    expect((await detectFormat(directory, nodeFileSystem))?.id).toBe('walscope');
    const log = await walscopeFormat.read(directory, { ...options, thorough: true });
    expect(log.verdict).toMatchObject({ code: 'clean', damage: 'none', recordsRead: 5 });
    expect(log.table.frames).toBe(3);
    expect(log.table.frame(2)).toMatchObject({ records: 3, firstSeq: 3 });
    const states = Array.from({ length: 5 }, (_, index) => log.table.state(index, Date.now()));
    expect(states).toEqual(['superseded', 'superseded', 'live', 'live', 'deleted']);
    expect(await contentOf(log)).toEqual({ a: 'three', c: 'four' });
    expect(log.durableRecords).toBe(5);
  });

  it('explains records, frames and files by fields that tile their bytes', async () => {
    const directory = await scratch();
    await makeStore(directory);
    const log = await walscopeFormat.read(directory, options);
    const explained = [
      ...(await Promise.all([0, 1, 2, 3, 4].map((i) => walscopeFormat.explain(log, i, nodeFileSystem)))),
      ...(await Promise.all([0, 1, 2].map((i) => walscopeFormat.explainFrame(log, i, nodeFileSystem)))),
      await walscopeFormat.explainFile(log, 0, nodeFileSystem),
    ];
    for (const part of explained) {
      expect(part?.crcStored).toBe(part?.crcFound);
      let end = 0;
      for (const field of part?.fields ?? []) {
        expect(field.offset).toBe(end);
        expect(field.ok).not.toBe(false);
        end += field.length;
      }
      expect(end).toBe(part?.bytes.length);
    }
    expect(explained[2]?.fields.map(({ name }) => name)).toEqual([
      'crc',
      'tag',
      'key_len',
      'val_len',
      'key',
      'value',
    ]);
    expect(explained[3]?.fields.map(({ name }) => name)).toContain('expire_at');
    expect(explained[4]?.fields.map(({ name }) => name)).not.toContain('val_len');
  });

  it('stays readable through a snapshot', async () => {
    const directory = await scratch();
    await makeStore(directory);
    const store = await open(directory);
    await store.snapshot();
    await store.set('d', 'five');
    await store.close();
    const log = await walscopeFormat.read(directory, { ...options, thorough: true });
    expect(log.verdict.damage).toBe('none');
    expect(log.files.map(({ kind }) => kind)).toContain('snapshot');
    expect(await contentOf(log)).toEqual({ a: 'three', c: 'four', d: 'five' });
    for (let index = 0; index < log.table.count; index++) {
      const { crcStored, crcFound } = await walscopeFormat.explain(log, index, nodeFileSystem);
      expect(crcFound).toBe(crcStored);
    }
  });

  it('changes nothing by looking', async () => {
    const directory = await scratch();
    await makeStore(directory);
    const names = await readdir(directory);
    const long = new Date('2020-01-02T03:04:05Z');
    for (const name of [...names, '.']) await utimes(join(directory, name), long, long);
    const before = await Promise.all(names.map((name) => readFile(join(directory, name))));
    await detectFormat(directory, nodeFileSystem);
    const log = await walscopeFormat.read(directory, { ...options, thorough: true });
    await contentOf(log);
    expect(await readdir(directory)).toEqual(names);
    expect(await Promise.all(names.map((name) => readFile(join(directory, name))))).toEqual(before);
    for (const name of [...names, '.']) expect((await stat(join(directory, name))).mtime).toEqual(long);
  });

  it('agrees with recovery on every truncation of the last segment', async () => {
    const directory = await scratch();
    await makeStore(directory);
    const segment = await segmentOf(directory);
    const size = (await stat(segment)).size;
    for (let length = size - 1; length >= 0; length -= 7) {
      const copy = await scratch();
      await cp(directory, copy, { recursive: true });
      await truncate(await segmentOf(copy), length);
      const log = await walscopeFormat.read(copy, options);
      const recovered = await open(copy, { readOnly: true });
      expect(log.verdict.code).toBe(recovered.recovery.verdict.code);
      expect(log.verdict.damaged).toEqual(recovered.recovery.verdict.damaged);
      const live: Record<string, string> = {};
      for await (const { key, value } of recovered.scan()) live[looseText(key)] = looseText(value);
      expect(await contentOf(log)).toEqual(live);
      await recovered.close();
    }
  });

  it('salvages what lies behind a flipped bit', async () => {
    const directory = await scratch();
    await makeStore(directory);
    const segment = await segmentOf(directory);
    const bytes = await readFile(segment);
    const at = bytes.indexOf('two');
    bytes[at] = (bytes[at] as number) ^ 1;
    await writeFile(segment, bytes);
    const log = await walscopeFormat.read(directory, options);
    expect(log.damage).toBe('corrupt');
    expect(await contentOf(log)).toEqual({ a: 'one' });
    expect(await contentOf(log, true)).toEqual({ a: 'three', c: 'four' });
    const index = Array.from({ length: log.table.count }, (_, i) => i).find(
      (i) => log.table.record(i).status === 'damaged',
    );
    const explained = await walscopeFormat.explain(log, index ?? -1, nodeFileSystem);
    expect(explained.inWords).toContain('not what was written');
    expect(explained.fields.map(({ name }) => name)).toContain('value');
    expect(explained.crcFound).not.toBe(explained.crcStored);
    const frame = await walscopeFormat.explainFrame(log, log.table.record(index ?? -1).frame, nodeFileSystem);
    expect(frame?.fields.filter(({ ok }) => ok === false).map(({ name }) => name)).toEqual(['payload_crc']);
    expect(frame?.crcFound).not.toBe(frame?.crcStored);
  });

  it('is told by any of its files when others are gone or damaged', async () => {
    for (const name of ['MANIFEST', 'DURABLE', 'LOCK']) {
      const directory = await scratch();
      await makeStore(directory);
      await rm(join(directory, name), { force: true });
      expect((await detectFormat(directory, nodeFileSystem))?.id).toBe('walscope');
    }
  });
});
