import { mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../shared/bytes.ts';
import { nodeFileSystem } from '../../engine/fs/node-file-system.ts';
import { detectFormat } from '../detect.ts';
import type { LiveKey } from '../log/live-key.ts';
import { liveKeys } from '../log/live-keys.ts';
import { scratchDirectories } from '../testing/scratch.ts';
import { guideFormat } from './guide-format.ts';
import { contentOf, logOf, readBytes } from './testing.ts';

const scratch = scratchDirectories();

describe('reading', () => {
  it('changes no name, no byte and no time stamp', async () => {
    const directory = await scratch();
    const path = join(directory, 'data.log');
    const content = Buffer.concat([logOf(['a', '1'], ['b', '2']), Buffer.from([1, 2, 3])]);
    await writeFile(path, content);
    await writeFile(join(directory, 'data.log.compact'), 'left by a compaction that never ended');
    const long = new Date('2020-01-02T03:04:05Z');
    await utimes(path, long, long);
    await utimes(directory, long, long);
    expect(await guideFormat.detect(directory, nodeFileSystem)).toBe(true);
    const log = await guideFormat.read(directory, { fileSystem: nodeFileSystem });
    await contentOf(log, true);
    await guideFormat.explain(log, 2, nodeFileSystem);
    expect(await readdir(directory)).toEqual(['data.log', 'data.log.compact']);
    expect(await readFile(path)).toEqual(content);
    expect((await stat(path)).mtime).toEqual(long);
    expect((await stat(directory)).mtime).toEqual(long);
  });

  it('takes any bytes for keys and values', async () => {
    const everyByte = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    const log = await readBytes(
      await scratch(),
      logOf(['', 'no key'], ['no value', ''], ['line\nbreak', '\0'], [everyByte, everyByte], ['', null]),
    );
    expect(log.damage).toBe('none');
    expect(Object.keys(await contentOf(log))).toHaveLength(3);
    expect(log.table.newest(everyByte)).toBe(3);
  });

  it('notices that the file is not what it was', async () => {
    const directory = await scratch();
    const log = await readBytes(directory, logOf(['a', '1'], ['b', '2']));
    await writeFile(join(directory, 'data.log'), logOf(['b', '2'], ['a', '1']));
    await expect(liveKeys(log, nodeFileSystem).next()).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('can be cancelled', async () => {
    const directory = await scratch();
    await writeFile(join(directory, 'data.log'), logOf(['a', '1']));
    const reading = guideFormat.read(directory, { fileSystem: nodeFileSystem, signal: AbortSignal.abort() });
    await expect(reading).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('shows what has been read so far', async () => {
    const directory = await scratch();
    const value = new Uint8Array(700_000);
    await writeFile(
      join(directory, 'data.log'),
      logOf(['a', value], ['b', value], ['c', value], ['d', value]),
    );
    const seen: number[] = [];
    await guideFormat.read(directory, {
      fileSystem: nodeFileSystem,
      onSlice: (partial) => seen.push(partial.table.count),
    });
    expect(seen).toEqual([2, 4, 4]);
  });
});

describe('detection', () => {
  const detect = async (content: string | Uint8Array, name = 'data.log') => {
    const directory = await scratch();
    await writeFile(join(directory, name), content);
    return (await detectFormat(directory, nodeFileSystem))?.id ?? null;
  };
  const flipped = logOf(['a', '1']);
  flipped[13] = 0;

  it.each([
    ['whole records', logOf(['a', '1'])],
    ['nothing yet', ''],
    ['a header that was cut', logOf(['a', '1']).subarray(0, 11)],
    ['a first record that was cut', logOf(['city', 'London']).subarray(0, 20)],
    ['a damaged first record, then whole ones', Buffer.concat([flipped, logOf(['b', '2'])])],
    ['one damaged record', flipped],
    ['zeros', Buffer.alloc(4096)],
  ])('takes a data.log of %s', async (_what, content) => {
    expect(await detect(content)).toBe('guide');
  });

  it.each([
    ['JSON', '{"cmd":"SET","key":"name","value":"Ada","expire_at":null}\n'.repeat(50)],
    ['text', 'On 21 November the server said that it had started, and then it said no more.\n'],
    ['an image', Buffer.from('89504e470d0a1a0a0000000d49484452000000100000001008060000001ff3ff61', 'hex')],
  ])('does not take %s for one', async (_what, content) => {
    expect(await detect(content)).toBeNull();
  });

  it('does not take other directories, nor a directory of that name', async () => {
    expect(await detect(logOf(['a', '1']), 'other.bin')).toBeNull();
    const directory = await scratch();
    await mkdir(join(directory, 'data.log'));
    expect(await detectFormat(directory, nodeFileSystem)).toBeNull();
    expect(await detectFormat(join(directory, 'missing'), nodeFileSystem)).toBeNull();
  });
});

describe('writing', () => {
  async function* keysOf(...pairs: [string, string][]): AsyncGenerator<LiveKey> {
    for (const [key, value] of pairs) {
      yield { db: 0, key: utf8(key), type: 'string', value: utf8(value), expireAt: null };
    }
  }
  const options = { fileSystem: nodeFileSystem };

  it('gives a log of one record for each key, byte for byte as the engine would', async () => {
    const directory = join(await scratch(), 'new');
    expect(await guideFormat.write(directory, keysOf(['name', 'Ada'], ['', '']), options)).toEqual({
      keys: 2,
    });
    expect(await readFile(join(directory, 'data.log'))).toEqual(logOf(['name', 'Ada'], ['', '']));
  });

  it('takes an empty directory, and refuses one that is not', async () => {
    const directory = await scratch();
    await guideFormat.write(directory, keysOf(['a', '1']), options);
    const again = guideFormat.write(directory, keysOf(['b', '2']), options);
    await expect(again).rejects.toMatchObject({ code: 'NOT_EMPTY' });
    expect(await readFile(join(directory, 'data.log'))).toEqual(logOf(['a', '1']));
  });

  it('leaves nothing behind when its input fails', async () => {
    const parent = await scratch();
    async function* failing(): AsyncGenerator<LiveKey> {
      yield* keysOf(['a', '1']);
      throw new Error('no more');
    }
    await expect(guideFormat.write(join(parent, 'new'), failing(), options)).rejects.toThrow('no more');
    expect(await readdir(parent)).toEqual([]);
  });
});
