import type { StoreIndex } from '../keys/store-index.ts';
import type { SegmentSet } from '../segments/segment-set.ts';

/** More are not kept in mind: looking at all of them holds up the thread. What is forgotten counts as garbage. */
const maxVersions = 10_000;

interface Version {
  key: Uint8Array;
  seq: number;
  /** Of the value, and of what its record holds. */
  wholeBytes: number;
  storedBytes: number;
}

/**
 * The keys whose values this store was given as versions. The index counts the bytes of a patch as live: what it builds
 * on is no garbage either as long as the patch is the newest record of its key.
 */
export class PatchedKeys {
  readonly #newest = new Map<string, Version>();

  /** A version has been written, as a patch or as a whole. The key is kept. */
  wrote(key: Uint8Array, seq: number, wholeBytes: number, storedBytes: number): void {
    const name = Buffer.from(key.buffer, key.byteOffset, key.length).toString('latin1');
    // At the end, if it is there already: those that have not been written for longest are forgotten first.
    this.#newest.delete(name);
    this.#newest.set(name, { key, seq, wholeBytes, storedBytes });
    if (this.#newest.size <= maxVersions) return;
    const [oldest] = this.#newest.keys();
    if (oldest !== undefined) this.#newest.delete(oldest);
  }

  /** By how much the values are longer than what their records hold. */
  extraBytes(index: StoreIndex, segments: SegmentSet): number {
    return this.#sum(index, segments, ({ wholeBytes, storedBytes }) => wholeBytes - storedBytes);
  }

  /**
   * The same, and as much again as the values are long. What goes on being written as patches is written as a whole once
   * after each compaction: no compaction gets rid of the copy that this leaves behind.
   */
  lastingBytes(index: StoreIndex, segments: SegmentSet): number {
    return this.#sum(index, segments, ({ wholeBytes, storedBytes }) => 2 * wholeBytes - storedBytes);
  }

  /** Of those versions that are the newest of their keys, and have not been merged. */
  #sum(index: StoreIndex, segments: SegmentSet, bytesOf: (version: Version) => number): number {
    let bytes = 0;
    for (const [name, version] of this.#newest) {
      const { key, seq } = version;
      const id = index.find(key, 0, key.length, index.hash(key, 0, key.length));
      const isNewest = id >= 0 && index.columns.seq(id) === seq;
      const segment = isNewest ? segments.get(index.columns.segment(id)) : undefined;
      if (segment === undefined || segment.header.compacted) this.#newest.delete(name);
      else bytes += bytesOf(version);
    }
    return bytes;
  }
}
