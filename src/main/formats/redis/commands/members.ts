import { compareAsBase64 } from '../base64.ts';
import { SortedBlocks } from '../sorted-blocks.ts';
import type { Binary } from '../value.ts';
import { isInteger } from './arguments.ts';

/** The members of a set, and their order in its record from when someone has asked for it on. */
export class Members extends Set<Binary> {
  #ordered: SortedBlocks<Binary> | null = null;
  /** null = nobody has asked yet. */
  #hasOnlyIntegers: boolean | null = null;
  /** It was too large for Redis's encoding of integers, to which nothing goes back; whoever keeps it says so. */
  isWide = false;

  constructor(members: Iterable<Binary> = []) {
    super();
    for (const member of members) super.add(member);
  }

  /** Whether no member was anything but an integer of 64 bits since this was first asked for. */
  get hasOnlyIntegers(): boolean {
    this.#hasOnlyIntegers ??= [...this].every(isInteger);
    return this.#hasOnlyIntegers;
  }

  /** To look at: they come and go with the members. */
  get ordered(): Pick<SortedBlocks<Binary>, 'at' | 'blocks' | 'length' | 'slice'> {
    this.#ordered ??= new SortedBlocks(this, compareAsBase64);
    return this.#ordered;
  }

  override add(member: Binary): this {
    if (this.#hasOnlyIntegers === true && !isInteger(member)) this.#hasOnlyIntegers = false;
    if (this.#ordered !== null && !this.has(member)) this.#ordered.add(member);
    return super.add(member);
  }

  override delete(member: Binary): boolean {
    if (!super.delete(member)) return false;
    this.#ordered?.delete(member);
    return true;
  }

  override clear(): void {
    this.#ordered = null;
    super.clear();
  }
}

/** The same set, if it keeps an order; for those of a replay, which do not, a copy that does. */
export const orderedMembers = (members: Set<Binary>): Members =>
  members instanceof Members ? members : new Members(members);
