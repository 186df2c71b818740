import { utf8 } from '../../../shared/bytes.ts';

const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/u;

/**
 * The bytes of a string: UTF-8, in which halves of surrogate pairs, which JSON can hold, keep three bytes of their
 * own, so that two different strings never become the same bytes.
 */
export function bytesOfText(text: string): Uint8Array {
  if (!loneSurrogate.test(text)) return utf8(text);
  const parts: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    if (code < 0xd800 || code > 0xdfff) parts.push(...utf8(character));
    else parts.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
  }
  return Uint8Array.from(parts);
}

/** A stored value: the bytes of a string, or of the JSON of anything else that was put there. */
export function bytesOfValue(value: unknown): Uint8Array {
  if (typeof value === 'string') return bytesOfText(value);
  return bytesOfText(
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : JSON.stringify(value),
  );
}
