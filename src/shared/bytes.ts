/** Byte helpers that work the same in Node, in a browser and in a worker. */

const encoder = new TextEncoder();
const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const looseDecoder = new TextDecoder('utf-8', { ignoreBOM: true });

export const emptyBytes: Uint8Array = new Uint8Array(0);

export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** The text of `bytes`, or null when they are not valid UTF-8. */
export function tryText(bytes: Uint8Array): string | null {
  try {
    return strictDecoder.decode(bytes);
  } catch {
    return null;
  }
}

/** The text of `bytes` with U+FFFD where they are not UTF-8: for eyes, never for storage. */
export function looseText(bytes: Uint8Array): string {
  return looseDecoder.decode(bytes);
}

/** The same on one line: what cannot be printed stands as a dot. */
export function lineText(bytes: Uint8Array): string {
  return looseText(bytes).replace(/[\p{Cc}\p{Zl}\p{Zp}\ufffd]/gu, '·');
}

/** Lexicographic order of unsigned bytes, as `memcmp`: negative, zero or positive. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && compareBytes(a, b) === 0;
}

export function startsWith(bytes: Uint8Array, prefix: Uint8Array): boolean {
  if (prefix.length > bytes.length) return false;
  for (let i = 0; i < prefix.length; i++) if (bytes[i] !== prefix[i]) return false;
  return true;
}

export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const joined = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

const hexDigits = '0123456789abcdef';

/** Lower-case hex without separators. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += (hexDigits[byte >> 4] as string) + (hexDigits[byte & 15] as string);
  return text;
}

/** Bytes of hex digits, spaces allowed; null when it is not hex. */
export function fromHex(text: string): Uint8Array | null {
  const digits = text.replace(/\s+/g, '');
  if (digits.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(digits)) return null;
  const bytes = new Uint8Array(digits.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(digits.slice(i * 2, i * 2 + 2), 16);
  return bytes;
}

export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let i = 0; i < bytes.length; i += 0x2000) {
    binary += String.fromCharCode(...bytes.subarray(i, i + 0x2000));
  }
  return btoa(binary);
}

/** Bytes of standard base64 (padding required); null when it is not base64. */
export function fromBase64(text: string): Uint8Array | null {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) return null;
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

/** Up to this length a loop of words is quicker than two arrays and a call. */
const loopOfWordsBytes = 256;

/** Copies `length` bytes between memories that there are views of: to make an array costs more than a short copy. */
export function copyBetween(
  source: DataView,
  start: number,
  target: DataView,
  at: number,
  length: number,
): void {
  if (length > loopOfWordsBytes) {
    const from = new Uint8Array(source.buffer, source.byteOffset + start, length);
    new Uint8Array(target.buffer, target.byteOffset + at, length).set(from);
    return;
  }
  let i = 0;
  for (; i + 16 <= length; i += 16) {
    target.setInt32(at + i, source.getInt32(start + i, true), true);
    target.setInt32(at + i + 4, source.getInt32(start + i + 4, true), true);
    target.setInt32(at + i + 8, source.getInt32(start + i + 8, true), true);
    target.setInt32(at + i + 12, source.getInt32(start + i + 12, true), true);
  }
  for (; i < length; i++) target.setUint8(at + i, source.getUint8(start + i));
}

/** Below this length a loop is quicker than a view and a call. */
const loopBytes = 40;

/** Copies source[start, start + length) to `target` from `at` on. */
export function copyBytes(
  source: Uint8Array,
  start: number,
  target: Uint8Array,
  at: number,
  length: number,
): void {
  if (length < loopBytes) for (let i = 0; i < length; i++) target[at + i] = source[start + i]!;
  // A view costs more than the copy itself, and most values are copied whole.
  else if (length === source.length) target.set(source, at);
  // Whatever kind of array the source is, this kind of view is the cheapest to make.
  else target.set(new Uint8Array(source.buffer, source.byteOffset + start, length), at);
}
