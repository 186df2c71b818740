import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FileHandle, FileSystem } from '../../engine/fs/file-system.ts';
import { nodeFileSystem } from '../../engine/fs/node-file-system.ts';
import { logOf } from '../../formats/guide/testing.ts';
import { scratchDirectories } from '../../formats/testing/scratch.ts';
import { openSource } from './open-source.ts';
import type { Source } from './source.ts';

const scratch = scratchDirectories();
const records = 6000;
const valueBytes = 2048;

/** A disk that takes its time: each read waits for a while, and can be let go. */
function slowDisk(): { fileSystem: FileSystem; letGo(): void } {
  let slow = true;
  const bound = (target: object, name: string | symbol): unknown => {
    const member: unknown = Reflect.get(target, name);
    return typeof member === 'function' ? member.bind(target) : member;
  };
  const slowed = (handle: FileHandle): FileHandle =>
    new Proxy(handle, {
      get: (target, name) =>
        name !== 'read'
          ? bound(target, name)
          : async (into: Uint8Array, position: number) => {
              if (slow) await wait(60);
              return target.read(into, position);
            },
    });
  const fileSystem = new Proxy(nodeFileSystem, {
    get: (target, name) =>
      name !== 'open'
        ? bound(target, name)
        : async (path: string, mode: 'read') => slowed(await target.open(path, mode)),
  });
  return {
    fileSystem,
    letGo: () => {
      slow = false;
    },
  };
}

let source: Source;
let disk: ReturnType<typeof slowDisk>;
beforeEach(async () => {
  const path = await scratch();
  const value = 'x'.repeat(valueBytes);
  const steps = Array.from({ length: records }, (_, i) => [`key${i}`, value] as const);
  const content = logOf(...steps);
  content[content.length - 1]! ^= 1;
  await writeFile(join(path, 'data.log'), content);
  disk = slowDisk();
  const { fileSystem } = disk;
  source = await openSource({ id: 's', path, readOnly: false, create: false, engine: {}, fileSystem });
});
afterEach(() => source.close());

describe('a directory that takes long to read', () => {
  it('is there with what has been read, and in the end with all of it and its verdict', async () => {
    const first = source.status();
    expect(first).toMatchObject({ exact: false, reading: { done: expect.any(Number) } });
    expect(first.keys).toBeGreaterThan(0);
    expect(first.keys).toBeLessThan(records - 1);
    const some = await source.keys();
    expect(some.ids.length).toBe(source.status().keys);
    const value = await source.value(some.key(some.ids[0]!), 0, 10);
    expect(value?.valueLength).toBe(valueBytes);
    expect(source.info().verdict.sentence).toContain('still being read');
    let told = 0;
    source.onKeys(() => told++);
    disk.letGo();
    await source.ready;
    expect(told).toBeGreaterThan(0);
    expect(source.status()).toMatchObject({ exact: true, reading: null, keys: records - 1 });
    expect((await source.keys()).ids.length).toBe(records - 1);
    expect(source.info().verdict).toMatchObject({ damage: 'corrupt' });
  });

  it('can be stopped: what has been read stays, and nothing is said of the rest', async () => {
    source.stopReading?.();
    await source.ready;
    expect(source.status()).toMatchObject({ exact: false, reading: null });
    expect(source.info().verdict.sentence).toContain('Reading was stopped');
    expect((await source.keys()).ids.length).toBe(source.status().keys);
  });
});
