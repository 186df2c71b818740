import { expect, it } from 'vitest';
import { FaultyFileSystem } from '../../engine/fs/faulty-file-system.ts';
import { MemoryFileSystem } from '../../engine/fs/memory-file-system.ts';
import { open } from '../../engine/open.ts';
import { readWalscopeLog } from './read-log.ts';

const value = 'v'.repeat(2000);

it('is read from the beginning again when it is compacted at any call of the reading', async () => {
  const seen = new Set<string>();
  for (let nth = 1; ; nth++) {
    const disk = new MemoryFileSystem();
    const store = await open('/store', { fileSystem: disk, segmentBytes: 8192, garbageShare: null });
    for (let i = 0; i < 20; i++) await store.set(`key ${i % 10}`, `${value} ${i}`);
    let compacted: Promise<unknown> | null = null;
    const reader = new FaultyFileSystem(disk, ({ number }) => {
      if (number === nth) compacted = store.compact();
    });
    // What a call does to the disk is done before the next one is made.
    const reading = await readWalscopeLog('/store', { fileSystem: slowed(reader, () => compacted) });
    await compacted;
    await store.close();
    if (compacted === null) break;
    expect(reading.verdict.code, `call ${nth}`).toBe('clean');
    const now = Date.now();
    const live = Array.from({ length: reading.table.count }, (_, i) => i).filter(
      (i) => reading.table.state(i, now) === 'live',
    );
    expect(live, `call ${nth}`).toHaveLength(10);
    seen.add(reading.files.map(({ name }) => name).join());
  }
  expect(seen.size).toBeGreaterThan(1);
});

/** Each call waits for what has been begun before it. */
function slowed(fileSystem: FaultyFileSystem, begun: () => Promise<unknown> | null): FaultyFileSystem {
  return new Proxy(fileSystem, {
    get(target, name) {
      const member = Reflect.get(target, name, target) as unknown;
      if (typeof member !== 'function') return member;
      return async (...args: unknown[]) => {
        await begun();
        return Reflect.apply(member, target, args) as unknown;
      };
    },
  });
}
