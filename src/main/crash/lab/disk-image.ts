import { rootNode } from './journal.ts';

/** A file's bytes by its path, relative to the root; a directory is a path that ends in a slash. */
export type DiskImage = ReadonlyMap<string, Uint8Array>;

/** The number of each file and directory of an image, as a journal of what happens to it from now on has them. */
export function nodesOf(image: DiskImage): Map<string, number> {
  const nodes = new Map([['', rootNode]]);
  let next = rootNode + 1;
  for (const path of image.keys()) nodes.set(path, next++);
  return nodes;
}

/** Where a path of an image lies: its directory as the image spells it ('' is the root), and its name there. */
export function parentOf(path: string): { directory: string; name: string } {
  const bare = path.endsWith('/') ? path.slice(0, -1) : path;
  const slash = bare.lastIndexOf('/');
  return { directory: bare.slice(0, slash + 1), name: bare.slice(slash + 1) };
}
