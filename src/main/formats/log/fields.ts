import { looseText, tryText } from '../../../shared/bytes.ts';
import type { Field } from '../../../shared/contract/keys.ts';

/** Content up to this length is shown as text, in bytes. */
const maxTextBytes = 80;
/** As much of content is looked at to tell text from bytes. */
const maxProbedBytes = 64 * 1024;

/** The fields of a record or a header, one after the other without gaps. */
export class FieldList {
  readonly fields: Field[] = [];
  #end = 0;

  /** Where the next field begins. */
  get end(): number {
    return this.#end;
  }

  add(name: string, length: number, value: string, meaning = '', ok: boolean | null = null): this {
    if (length > 0) this.fields.push({ name, offset: this.#end, length, value, meaning, ok });
    this.#end += Math.max(0, length);
    return this;
  }

  /** A key or a value: `bytes` is what is there of `promised` bytes. Empty ones are shown too. */
  addContent(name: string, bytes: Uint8Array, promised: number): this {
    const missing = promised - bytes.length;
    const kind = tryText(bytes.subarray(0, maxProbedBytes)) === null ? 'bytes' : 'UTF-8';
    this.fields.push({
      name,
      offset: this.#end,
      length: bytes.length,
      value: bytes.length <= maxTextBytes ? looseText(bytes) : `${bytes.length} B`,
      meaning:
        missing > 0 ? `${missing} of ${promised} bytes are missing` : bytes.length === 0 ? 'empty' : kind,
      ok: missing > 0 ? false : null,
    });
    this.#end += bytes.length;
    return this;
  }

  /** A stored checksum; `found` null = it cannot be computed. */
  addCrc(name: string, stored: number, found: number | null, covers: string): this {
    const meaning =
      found === null
        ? 'cannot be checked: the bytes that it covers are not all there'
        : found === stored
          ? `matches ${covers}`
          : `${covers} give ${crcText(found)}`;
    return this.add(name, 4, crcText(stored), meaning, found === null ? null : found === stored);
  }
}

/** A CRC-32 as eight hex digits. */
export function crcText(crc: number): string {
  return crc.toString(16).padStart(8, '0');
}

/** A time as people and programs both read it. */
export function timeText(ms: number): string {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? 'no time that a clock can show' : date.toISOString();
}
