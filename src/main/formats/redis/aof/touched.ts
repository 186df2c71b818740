import type { StoredValue } from './keyspace.ts';

type StoredString = Extract<StoredValue, { type: 'stored' }>;

/** Room for so many is kept for the next command; more is given back. */
const keptRoom = 4096;

/** The keys that one command has changed, by their numbers, and the strings that it has brought. */
export class Touched {
  count = 0;
  #ids = new Uint32Array(16);
  #existed = new Uint8Array(16);
  /** A bit for each key: whether it is among them. */
  #isIn = new Uint8Array(128);
  #strings = 0;
  #offsets = new Float64Array(16);
  #lengths = new Float64Array(16);

  /** `existed`: it was there before. What counts is the first time. */
  add(id: number, existed: boolean): void {
    const [byte, bit] = [id >>> 3, 1 << (id & 7)];
    if (byte >= this.#isIn.length) this.#isIn = longer(this.#isIn, new Uint8Array(byte * 2));
    if (((this.#isIn[byte] as number) & bit) !== 0) return;
    this.#isIn[byte] = (this.#isIn[byte] as number) | bit;
    if (this.count === this.#ids.length) {
      this.#ids = longer(this.#ids, new Uint32Array(this.count * 2));
      this.#existed = longer(this.#existed, new Uint8Array(this.count * 2));
    }
    this.#ids[this.count] = id;
    this.#existed[this.count++] = existed ? 1 : 0;
  }

  id(at: number): number {
    return this.#ids[at] as number;
  }

  existed(at: number): boolean {
    return this.#existed[at] === 1;
  }

  /** The string's number comes back. */
  addString({ offset, length }: StoredString): number {
    if (this.#strings === this.#offsets.length) {
      this.#offsets = longer(this.#offsets, new Float64Array(this.#strings * 2));
      this.#lengths = longer(this.#lengths, new Float64Array(this.#strings * 2));
    }
    this.#offsets[this.#strings] = offset;
    this.#lengths[this.#strings] = length;
    return this.#strings++;
  }

  string(number: number): StoredString {
    return {
      type: 'stored',
      offset: this.#offsets[number] as number,
      length: this.#lengths[number] as number,
    };
  }

  clear(): void {
    for (let at = 0; at < this.count; at++) this.#isIn[this.id(at) >>> 3] = 0;
    this.count = 0;
    this.#strings = 0;
    if (this.#ids.length > keptRoom) {
      this.#ids = new Uint32Array(16);
      this.#existed = new Uint8Array(16);
    }
    if (this.#offsets.length <= keptRoom) return;
    this.#offsets = new Float64Array(16);
    this.#lengths = new Float64Array(16);
  }
}

function longer<T extends Uint8Array | Uint32Array | Float64Array>(before: T, room: T): T {
  room.set(before);
  return room;
}
