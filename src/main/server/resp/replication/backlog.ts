import type { Binary } from '../../../formats/redis/value.ts';

/** So much of the stream is kept for replicas whose connection breaks. Bytes. */
const maxBytes = 1024 * 1024;

/** The newest end of the stream that replicas get, by how many bytes of it there have ever been. */
export class Backlog {
  #parts: Binary[] = [];
  #bytes = 0;
  /** All bytes that there have ever been. */
  offset = 0;

  append(text: Binary): void {
    this.#parts.push(text);
    this.#bytes += text.length;
    this.offset += text.length;
    while (this.#bytes > maxBytes && this.#parts.length > 1)
      this.#bytes -= (this.#parts.shift() as Binary).length;
  }

  /** What comes behind an offset; null when not all of it is there any more, or it lies ahead. */
  since(offset: number): Binary | null {
    const missing = this.offset - offset;
    if (!(missing >= 0 && missing <= this.#bytes)) return null;
    return missing === 0 ? '' : this.#parts.join('').slice(-missing);
  }
}
