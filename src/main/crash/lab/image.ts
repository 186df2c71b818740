import { createHash } from 'node:crypto';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { MemoryFileSystem } from '../../engine/fs/memory-file-system.ts';
import type { DiskImage } from './disk-at.ts';

/** A disk that holds the image, as after a restart. */
export async function diskOf(image: DiskImage, now: () => number): Promise<MemoryFileSystem> {
  const disk = new MemoryFileSystem({ now });
  for (const [path, content] of image) {
    if (path.endsWith('/')) await disk.mkdir(path);
    else {
      const file = await disk.open(path, 'create');
      await file.write(content, 0);
      await file.close();
    }
  }
  return disk;
}

/** Whether the disk holds the image and nothing else. Directories of the image are one deep, as stores are. */
export async function holds(disk: FileSystem, image: DiskImage): Promise<boolean> {
  const found = new Set<string>();
  for (const name of await disk.list('/')) {
    if ((await disk.stat(name))?.isDirectory !== true) found.add(name);
    else {
      found.add(`${name}/`);
      for (const inner of await disk.list(name)) found.add(`${name}/${inner}`);
    }
  }
  if (found.size !== image.size) return false;
  for (const path of found) {
    const expected = image.get(path);
    if (expected === undefined) return false;
    if (path.endsWith('/')) continue;
    if (Buffer.compare(await disk.readFile(path), expected) !== 0) return false;
  }
  return true;
}

/** Most files are the same in many states: each byte array is hashed once. */
export class ImageHasher {
  readonly #hashes = new WeakMap<Uint8Array, string>();

  hash(image: DiskImage): string {
    const whole = createHash('sha1');
    for (const [path, content] of [...image].sort(([left], [right]) => (left < right ? -1 : 1))) {
      whole.update(`${path}\0${this.#hashOf(content)}\0`);
    }
    return whole.digest('base64');
  }

  #hashOf(content: Uint8Array): string {
    let hash = this.#hashes.get(content);
    if (hash === undefined) {
      hash = createHash('sha1').update(content).digest('base64');
      this.#hashes.set(content, hash);
    }
    return hash;
  }
}
