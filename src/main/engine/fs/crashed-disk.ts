import { type GrowableBytes, MemoryDirectory, MemoryFile, type MemoryNode } from './memory-nodes.ts';
import type { DurableState } from './pending-operations.ts';

/** A copy of a disk's durable state, made node by node as it is touched; the disk itself stays as it was. */
export class CrashedDisk implements DurableState {
  readonly #bytes = new Map<MemoryFile, GrowableBytes>();
  readonly #names = new Map<MemoryDirectory, Map<string, MemoryNode>>();
  #fileBytes = 0;

  bytes(file: MemoryFile): GrowableBytes {
    let copy = this.#bytes.get(file);
    if (copy === undefined) {
      copy = file.durable.clone();
      this.#bytes.set(file, copy);
    }
    return copy;
  }

  names(directory: MemoryDirectory): Map<string, MemoryNode> {
    let copy = this.#names.get(directory);
    if (copy === undefined) {
      copy = new Map(directory.durable);
      this.#names.set(directory, copy);
    }
    return copy;
  }

  /** All files of the tree that `restart` built, in bytes. */
  get fileBytes(): number {
    return this.#fileBytes;
  }

  /** The tree as the next start finds it: what is durable is all there is. Call once. */
  restart(root: MemoryDirectory): MemoryDirectory {
    const entries = [...this.names(root)].map(([name, node]): [string, MemoryNode] => [
      name,
      node instanceof MemoryDirectory ? this.restart(node) : this.#restartFile(node),
    ]);
    return new MemoryDirectory(root.mtimeMs, entries);
  }

  #restartFile(file: MemoryFile): MemoryFile {
    const content = this.bytes(file);
    this.#fileBytes += content.length;
    return new MemoryFile(file.mtimeMs, content);
  }
}
