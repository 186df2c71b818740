import type { Binary } from '../value.ts';
import { ManyNames } from './many-names.ts';

/** A set of many members, in a fraction of a Set's memory. */
export class ManyMembers extends Set<Binary> {
  #names = new ManyNames();

  constructor(members: Iterable<Binary> = []) {
    super();
    for (const member of members) this.add(member);
  }

  override get size(): number {
    return this.#names.size;
  }

  override has(member: Binary): boolean {
    return this.#names.find(member) >= 0;
  }

  override add(member: Binary): this {
    this.#names.add(member);
    return this;
  }

  override delete(member: Binary): boolean {
    const wasThere = this.#names.delete(member);
    if (this.#names.isMostlyGone) this.#makeAnew();
    return wasThere;
  }

  override clear(): void {
    this.#names = new ManyNames();
  }

  override *values(): SetIterator<Binary> {
    for (const [, member] of this.#names.entries()) yield member;
  }

  override keys(): SetIterator<Binary> {
    return this.values();
  }

  override *entries(): SetIterator<[Binary, Binary]> {
    for (const member of this.values()) yield [member, member];
  }

  override [Symbol.iterator](): SetIterator<Binary> {
    return this.values();
  }

  override forEach(each: (member: Binary, again: Binary, members: Set<Binary>) => void): void {
    for (const member of this.values()) each(member, member, this);
  }

  #makeAnew(): void {
    const names = new ManyNames();
    for (const member of this.values()) names.add(member);
    this.#names = names;
  }
}
