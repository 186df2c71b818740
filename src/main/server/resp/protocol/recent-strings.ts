import type { Binary } from '../../../formats/redis/value.ts';

/** Longer ones are seldom the same again. Bytes. */
const maxBytes = 32;
/** A power of two. */
const places = 4096;

/**
 * Short strings that clients sent of late: names of commands and keys come again and again, and to find one here is
 * quicker than to make it anew. A map that has looked it up before also knows its hash.
 */
export class RecentStrings {
  readonly #strings: Binary[] = new Array<Binary>(places).fill('');
  /** Of the strings: most that are not the same differ in it, and are not even looked at. */
  readonly #hashes = new Int32Array(places);

  /** The text of bytes[from, to). */
  text(bytes: Buffer, from: number, to: number): Binary {
    const length = to - from;
    if (length > maxBytes) return bytes.toString('latin1', from, to);
    let hash = length;
    for (let at = from; at < to; at++) hash = (Math.imul(hash, 31) + (bytes[at] as number)) | 0;
    const place = (hash ^ (hash >>> 15)) & (places - 1);
    if (this.#hashes[place] === hash) {
      const known = this.#strings[place] as Binary;
      if (isTextOf(known, bytes, from, length)) return known;
    }
    const text = bytes.toString('latin1', from, to);
    this.#strings[place] = text;
    this.#hashes[place] = hash;
    return text;
  }
}

function isTextOf(text: Binary, bytes: Buffer, from: number, length: number): boolean {
  if (text.length !== length) return false;
  for (let i = 0; i < length; i++) if (text.charCodeAt(i) !== bytes[from + i]) return false;
  return true;
}
