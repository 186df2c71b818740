/** Keys are bytes; these are their words for eyes. What is not printable UTF-8 stands as \xNN, a backslash as \\. */

export interface KeyPart {
  text: string;
  escaped: boolean;
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}]/u;

/** Length in bytes of the UTF-8 sequence that starts at `at`, by its first byte; 1 when it starts none. */
function sequenceLength(first: number): number {
  if (first >= 0xf0 && first < 0xf5) return 4;
  if (first >= 0xe0) return first < 0xf0 ? 3 : 1;
  return first >= 0xc2 ? 2 : 1;
}

function characterAt(bytes: Uint8Array, at: number): { text: string; length: number } | null {
  const length = sequenceLength(bytes[at] as number);
  try {
    const text = decoder.decode(bytes.subarray(at, at + length));
    return unprintable.test(text) ? null : { text, length };
  } catch {
    return null;
  }
}

function pieces(bytes: Uint8Array): KeyPart[] {
  const parts: KeyPart[] = [];
  const push = (text: string, escaped: boolean) => {
    const last = parts.at(-1);
    if (last && last.escaped === escaped) last.text += text;
    else parts.push({ text, escaped });
  };
  for (let at = 0; at < bytes.length; ) {
    const character = characterAt(bytes, at);
    if (character === null) {
      push(`\\x${(bytes[at] as number).toString(16).padStart(2, '0')}`, true);
      at += 1;
    } else {
      push(character.text === '\\' ? '\\\\' : character.text, false);
      at += character.length;
    }
  }
  return parts;
}

const colon = 0x3a;

/** The part up to and with the last `:` that something follows, and the rest. */
export function keyParts(bytes: Uint8Array): { prefix: KeyPart[]; last: KeyPart[] } {
  const split = bytes.subarray(0, -1).lastIndexOf(colon) + 1;
  return { prefix: pieces(bytes.subarray(0, split)), last: pieces(bytes.subarray(split)) };
}

/** The whole key on one line. */
export function keyText(bytes: Uint8Array): string {
  return pieces(bytes)
    .map((piece) => piece.text)
    .join('');
}

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
