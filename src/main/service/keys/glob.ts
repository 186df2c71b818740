/**
 * Redis's glob over bytes: `*` any run, `?` any byte, `[abc]` `[a-z]` `[^a]` one of a set, `\` takes the next byte
 * as it is. A set that is never closed ends with the pattern; an empty pattern matches the empty key only.
 */
export function compileGlob(pattern: Uint8Array): (key: Uint8Array) => boolean {
  const tokens = parse(pattern);
  return (key) => matches(tokens, key);
}

/** null = any run of bytes; otherwise the set of bytes that one position may hold, as 256 flags. */
type Token = Uint8Array | null;

const star = 0x2a;
const question = 0x3f;
const open = 0x5b;
const close = 0x5d;
const caret = 0x5e;
const dash = 0x2d;
const backslash = 0x5c;

function parse(pattern: Uint8Array): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < pattern.length) {
    const byte = pattern[at++] as number;
    if (byte === star) {
      if (tokens.at(-1) !== null) tokens.push(null);
    } else if (byte === question) {
      tokens.push(new Uint8Array(256).fill(1));
    } else if (byte === open) {
      const { set, next } = parseSet(pattern, at);
      tokens.push(set);
      at = next;
    } else {
      tokens.push(one(byte === backslash && at < pattern.length ? (pattern[at++] as number) : byte));
    }
  }
  return tokens;
}

function one(byte: number): Uint8Array {
  const set = new Uint8Array(256);
  set[byte] = 1;
  return set;
}

function parseSet(pattern: Uint8Array, start: number): { set: Uint8Array; next: number } {
  const set = new Uint8Array(256);
  const negated = pattern[start] === caret;
  let at = negated ? start + 1 : start;
  while (at < pattern.length && pattern[at] !== close) {
    if (pattern[at] === backslash && at + 1 < pattern.length) {
      set[pattern[at + 1] as number] = 1;
      at += 2;
    } else if (pattern[at + 1] === dash && at + 2 < pattern.length) {
      // As in Redis, the byte behind the dash ends the range whatever it is, and a range may be backwards.
      const [from, to] = [pattern[at] as number, pattern[at + 2] as number];
      set.fill(1, Math.min(from, to), Math.max(from, to) + 1);
      at += 3;
    } else {
      set[pattern[at++] as number] = 1;
    }
  }
  if (negated) for (let i = 0; i < 256; i++) set[i] = set[i] ? 0 : 1;
  return { set, next: at + 1 };
}

/** Linear but for going back to the last star, so a hostile pattern costs at most tokens × bytes. */
function matches(tokens: readonly Token[], key: Uint8Array): boolean {
  let token = 0;
  let at = 0;
  let starToken = -1;
  let starAt = 0;
  while (at < key.length) {
    const expected = tokens[token];
    if (expected === null) {
      starToken = token++;
      starAt = at;
    } else if (expected?.[key[at] as number]) {
      token++;
      at++;
    } else if (starToken >= 0) {
      token = starToken + 1;
      at = ++starAt;
    } else {
      return false;
    }
  }
  while (tokens[token] === null) token++;
  return token === tokens.length;
}
