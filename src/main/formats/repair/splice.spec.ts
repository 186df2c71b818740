import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MemoryFileSystem } from '../../engine/fs/memory-file-system.ts';
import type { Splice } from '../log/reading.ts';
import { SplicedFileSystem } from './splice.ts';

async function directoryWith(content: Uint8Array): Promise<MemoryFileSystem> {
  const fileSystem = new MemoryFileSystem();
  await fileSystem.mkdir('/d');
  const handle = await fileSystem.open('/d/f', 'create');
  await handle.write(content, 0);
  await handle.close();
  return fileSystem;
}

/** Splices that do not overlap, and what they make of the content. */
const spliced = fc
  .record({
    content: fc.uint8Array({ maxLength: 60 }),
    cuts: fc.array(
      fc.record({
        gap: fc.nat(8),
        remove: fc.nat(5),
        insert: fc.uint8Array({ maxLength: 5 }),
      }),
      { maxLength: 5 },
    ),
  })
  .map(({ content, cuts }) => {
    const splices: Splice[] = [];
    const expected: number[] = [];
    let from = 0;
    for (const { gap, remove, insert } of cuts) {
      const offset = from + gap;
      if (offset + remove > content.length) break;
      splices.push({ file: 'f', offset, remove, insert });
      expected.push(...content.subarray(from, offset), ...insert);
      from = offset + remove;
    }
    expected.push(...content.subarray(from));
    return { content, splices, expected };
  });

describe('a spliced directory', () => {
  it('reads as if the bytes had been replaced, from any place, and leaves the file as it is', async () => {
    await fc.assert(
      fc.asyncProperty(
        spliced,
        fc.nat(70),
        fc.nat(70),
        async ({ content, splices, expected }, at, length) => {
          const inner = await directoryWith(content);
          const fileSystem = new SplicedFileSystem(inner, '/d', splices);
          expect([...(await fileSystem.readFile('/d/f'))]).toEqual(expected);
          expect((await fileSystem.stat('/d/f'))?.size).toBe(expected.length);
          const handle = await fileSystem.open('/d/f', 'read');
          const target = new Uint8Array(length);
          const read = await handle.read(target, at);
          expect([...target.subarray(0, read)]).toEqual(expected.slice(at, at + length));
          expect(handle.readSync(target, at)).toBe(read);
          await handle.close();
          expect([...(await inner.readFile('/d/f'))]).toEqual([...content]);
        },
      ),
    );
  });

  it('refuses what would write, and splices that overlap', async () => {
    const inner = await directoryWith(Uint8Array.of(1, 2, 3));
    const one = { file: 'f', offset: 0, remove: 2, insert: new Uint8Array(0) };
    expect(() => new SplicedFileSystem(inner, '/d', [one, { ...one, offset: 1 }])).toThrow('overlap');
    const fileSystem = new SplicedFileSystem(inner, '/d', [one]);
    await expect(fileSystem.open('/d/f', 'write')).rejects.toMatchObject({ code: 'EROFS' });
    await expect(fileSystem.unlink('/d/f')).rejects.toMatchObject({ code: 'EROFS' });
  });
});
