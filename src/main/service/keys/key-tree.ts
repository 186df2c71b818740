import { concatBytes } from '../../../shared/bytes.ts';
import { type TreeRow, treeRows } from '../../../shared/rows.ts';
import { Slicer } from '../../engine/scan/slicer.ts';
import type { KeySet } from '../sources/source.ts';
import { lowerBound, prefixEnd } from './key-bounds.ts';

const maxLevels = 64;

/** The children of one prefix: where each begins among the ordered keys; the last entry is the end. */
interface Level {
  starts: Uint32Array;
  /** 1 = a group, 0 = a key itself. */
  groups: Uint8Array;
}

/**
 * The keys of one moment as a tree, grouped at a separator. A level is found by jumping over each group, so that
 * its cost depends on the number of its entries and not on the keys below them.
 */
export class KeyTree {
  readonly keys: KeySet;
  readonly #levels = new Map<string, Promise<Level>>();

  constructor(keys: KeySet) {
    this.keys = keys;
  }

  async page(
    prefix: Uint8Array,
    separator: Uint8Array,
    first: number,
    count: number,
  ): Promise<{ bytes: Uint8Array; first: number; total: number }> {
    const level = await this.#level(prefix, separator);
    const total = level.groups.length;
    const rows = function* (this: KeyTree) {
      const end = Math.min(first + count, total);
      for (let at = first; at < end; at++) yield this.#row(level, prefix, separator, at);
    }.call(this);
    return { bytes: treeRows.encode(rows), first, total };
  }

  #row(level: Level, prefix: Uint8Array, separator: Uint8Array, at: number): TreeRow {
    const start = level.starts[at] as number;
    const key = this.#keyAt(start);
    const group = level.groups[at] as number;
    const whole = group ? groupOf(key, prefix, separator) : key;
    return {
      prefix: whole,
      label: whole.subarray(prefix.length),
      keys: (level.starts[at + 1] as number) - start,
      group,
    };
  }

  #keyAt(position: number): Uint8Array {
    return this.keys.key(this.keys.ids[position] as number);
  }

  #level(prefix: Uint8Array, separator: Uint8Array): Promise<Level> {
    const name = Buffer.from(concatBytes([separator, Uint8Array.of(0), prefix])).toString('latin1');
    let level = this.#levels.get(name);
    if (!level) {
      level = this.#findLevel(prefix, separator);
      this.#levels.set(name, level);
      level.catch(() => this.#levels.delete(name));
      for (const oldest of this.#levels.keys()) {
        if (this.#levels.size <= maxLevels) break;
        this.#levels.delete(oldest);
      }
    }
    return level;
  }

  async #findLevel(prefix: Uint8Array, separator: Uint8Array): Promise<Level> {
    const slicer = new Slicer();
    const ordered = { count: this.keys.ids.length, keyAt: (at: number) => this.#keyAt(at) };
    const starts: number[] = [];
    const groups: number[] = [];
    let at = prefix.length === 0 ? 0 : lowerBound(ordered, prefix);
    const end = prefix.length === 0 ? ordered.count : prefixEnd(ordered, prefix, at);
    while (at < end) {
      const key = ordered.keyAt(at);
      const isGroup = separatorAt(key, separator, prefix.length) >= 0;
      starts.push(at);
      groups.push(isGroup ? 1 : 0);
      at = isGroup ? prefixEnd(ordered, groupOf(key, prefix, separator), at) : at + 1;
      if (slicer.due()) await slicer.yield();
    }
    starts.push(end);
    return { starts: Uint32Array.from(starts), groups: Uint8Array.from(groups) };
  }
}

function groupOf(key: Uint8Array, prefix: Uint8Array, separator: Uint8Array): Uint8Array {
  return key.subarray(0, separatorAt(key, separator, prefix.length) + separator.length);
}

function separatorAt(key: Uint8Array, separator: Uint8Array, from: number): number {
  return Buffer.from(key.buffer, key.byteOffset, key.length).indexOf(separator, from);
}
