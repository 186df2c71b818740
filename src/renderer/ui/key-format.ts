export { databaseWords, escapedText, type KeyPart, keyParts, keyText } from '../../shared/key-text.ts';

/** A string that two keys share exactly when their bytes are the same: for maps and sets. */
export function keyId(bytes: Uint8Array): string {
  let id = '';
  for (let at = 0; at < bytes.length; at += 0x2000)
    id += String.fromCharCode(...bytes.subarray(at, at + 0x2000));
  return id;
}

/** The bytes of a key as a person types it: \xNN and \\ are escapes, the rest is UTF-8. Null when an escape is broken. */
export function parseKey(text: string): Uint8Array | null {
  const out: number[] = [];
  const encoder = new TextEncoder();
  for (let at = 0; at < text.length; ) {
    if (text[at] !== '\\') {
      const character = String.fromCodePoint(text.codePointAt(at) as number);
      out.push(...encoder.encode(character));
      at += character.length;
    } else if (text[at + 1] === '\\') {
      out.push(0x5c);
      at += 2;
    } else {
      const hex = /^\\x([0-9a-fA-F]{2})/.exec(text.slice(at));
      if (!hex) return null;
      out.push(Number.parseInt(hex[1] as string, 16));
      at += 4;
    }
  }
  return Uint8Array.from(out);
}
