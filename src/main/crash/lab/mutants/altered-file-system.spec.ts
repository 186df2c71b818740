import { describe, expect, it } from 'vitest';
import { itConforms } from '../../../engine/fs/file-system-conformance.ts';
import { MemoryFileSystem } from '../../../engine/fs/memory-file-system.ts';
import type { Alteration, DirectorySync, FileSync } from './alteration.ts';
import { AlteredFileSystem } from './altered-file-system.ts';

itConforms('AlteredFileSystem without an alteration', async () => {
  const fileSystem = new AlteredFileSystem(new MemoryFileSystem(), {});
  await fileSystem.mkdir('/store');
  return { fileSystem, directory: '/store', cleanUp: async () => {} };
});

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

async function make(alteration: Alteration) {
  const inner = new MemoryFileSystem();
  const altered = new AlteredFileSystem(inner, alteration);
  await altered.mkdir('/store');
  return { inner, altered };
}

describe('AlteredFileSystem', () => {
  it('tells what a file’s sync is about to prove, and drops the ones that are chosen', async () => {
    const seen: FileSync[] = [];
    const dropsFileSync = (sync: FileSync): boolean => seen.push(sync) === 1;
    const { inner, altered } = await make({ dropsFileSync });
    await inner.syncDirectory('/');
    const file = await altered.open('/store/a', 'create');
    await altered.syncDirectory('/store');
    const data = bytes('one');
    await file.write(data, 0);
    data.fill(0);
    await file.sync();
    expect(seen[0]).toMatchObject({ name: 'a', writes: [{ position: 0, data: bytes('one') }] });
    expect(seen[0]!.head(2)).toEqual(bytes('on'));
    expect(await inner.crash({ keepUnsynced: 'none' }).readFile('/store/a')).toEqual(new Uint8Array(0));
    file.writeSync(bytes('two'), 3);
    file.syncSync();
    expect(seen[1]!.writes).toEqual([{ position: 3, data: bytes('two') }]);
    expect(await inner.crash({ keepUnsynced: 'none' }).readFile('/store/a')).toEqual(bytes('onetwo'));
    await file.close();
  });

  it('tells which names a directory’s sync is about to prove', async () => {
    const seen: DirectorySync[] = [];
    const { altered } = await make({ dropsDirectorySync: (sync) => seen.push(sync) > 0 });
    await (await altered.open('/store/a', 'open-or-create')).close();
    await (await altered.open('/store/a', 'open-or-create')).close();
    await altered.rename('/store/a', '/store/b');
    await altered.unlink('/store/b');
    await altered.syncDirectory('/store');
    await altered.syncDirectory('/');
    expect(seen).toEqual([
      {
        changes: [
          { kind: 'create', name: 'a' },
          { kind: 'rename', name: 'b', from: 'a' },
          { kind: 'unlink', name: 'b' },
        ],
      },
      { changes: [{ kind: 'create', name: 'store' }] },
    ]);
  });

  it('uses another name, and renames nothing over itself', async () => {
    const { inner, altered } = await make({ rewritesName: (name) => (name === 'a.tmp' ? 'a' : name) });
    const file = await altered.open('/store/a.tmp', 'create');
    await file.write(bytes('new'), 0);
    await file.close();
    await altered.rename('/store/a.tmp', '/store/a');
    expect(await inner.list('/store')).toEqual(['a']);
    expect(await altered.readFile('/store/a')).toEqual(bytes('new'));
  });

  it('drops a rename, a write of what already stands there, and shows forged bytes without changing any', async () => {
    const { inner, altered } = await make({
      dropsRename: async ({ from, to, content }) =>
        from === 'a' && to === 'b' && (await content()).to.length === 0,
      dropsRewrite: (name) => name === 'a',
      forges: (_, content) => content.fill(0x2e, 0, 1),
    });
    const file = await altered.open('/store/a', 'create');
    await file.write(bytes('abc'), 0);
    await file.write(bytes('bc'), 1);
    await file.write(bytes('x'), 2);
    await altered.rename('/store/a', '/store/b');
    expect(await inner.list('/store')).toEqual(['a']);
    expect(await inner.readFile('/store/a')).toEqual(bytes('abx'));
    expect(await altered.readFile('/store/a')).toEqual(bytes('.bx'));
    const target = new Uint8Array(3);
    await file.read(target, 0);
    expect(target).toEqual(bytes('.bx'));
    await file.close();
  });
});
