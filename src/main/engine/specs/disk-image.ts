import { MemoryFileSystem } from '../fs/memory-file-system.ts';

/** The files of one directory by name. */
export type DiskImage = ReadonlyMap<string, Uint8Array>;

/** Where images are put. */
export const storeDirectory = '/store';

export async function imageOf(disk: MemoryFileSystem, directory = storeDirectory): Promise<DiskImage> {
  const image = new Map<string, Uint8Array>();
  for (const name of await disk.list(directory)) {
    image.set(name, await disk.readFile(`${directory}/${name}`));
  }
  return image;
}

/** A disk that holds the image and nothing else, all of it durable. */
export async function diskOf(image: DiskImage, now?: () => number): Promise<MemoryFileSystem> {
  const disk = new MemoryFileSystem(now === undefined ? {} : { now });
  await disk.mkdir(storeDirectory);
  for (const [name, content] of image) {
    const file = await disk.open(`${storeDirectory}/${name}`, 'create');
    await file.write(content, 0);
    await file.sync();
    await file.close();
  }
  await disk.syncDirectory(storeDirectory);
  await disk.syncDirectory('/');
  return disk;
}

/** The image with one file's content replaced. */
export function withFile(image: DiskImage, name: string, content: Uint8Array): DiskImage {
  return new Map(image).set(name, content);
}

export function withFlippedBit(image: DiskImage, name: string, byte: number, bit: number): DiskImage {
  const content = image.get(name)!.slice();
  content[byte]! ^= 1 << bit;
  return withFile(image, name, content);
}

export function withTruncated(image: DiskImage, name: string, length: number): DiskImage {
  return withFile(image, name, image.get(name)!.slice(0, length));
}

export function sameImage(left: DiskImage, right: DiskImage): boolean {
  if (left.size !== right.size) return false;
  for (const [name, content] of left) {
    const other = right.get(name);
    if (other === undefined || Buffer.compare(content, other) !== 0) return false;
  }
  return true;
}
