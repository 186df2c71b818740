import type { Binary } from '../value.ts';

/** `*`, `?`, `[abc]`, `[^a-z]` and `\` as Redis understands them, byte by byte. */
export function matchesGlob(pattern: Binary, text: Binary, ignoreCase = false): boolean {
  return ignoreCase ? matches(pattern.toLowerCase(), text.toLowerCase()) : matches(pattern, text);
}

/** Goes back to the last `*` only, so that no pattern takes more than the product of both lengths. */
function matches(pattern: Binary, text: Binary): boolean {
  let at = 0;
  let from = 0;
  let starAt = -1;
  let starFrom = 0;
  while (from < text.length) {
    if (pattern[at] === '*') {
      starAt = at++;
      starFrom = from;
      continue;
    }
    const end = at < pattern.length ? matchOne(pattern, at, text[from] as string) : -1;
    if (end >= 0) {
      at = end;
      from++;
    } else if (starAt >= 0) {
      at = starAt + 1;
      from = ++starFrom;
    } else return false;
  }
  while (pattern[at] === '*') at++;
  return at >= pattern.length;
}

/** Where the pattern goes on behind what matches this one character; -1 when it does not match. */
function matchOne(pattern: Binary, at: number, char: string): number {
  const first = pattern[at];
  if (first === '?') return at + 1;
  if (first === '[') return matchSet(pattern, at + 1, char);
  if (first === '\\' && at + 1 < pattern.length) return pattern[at + 1] === char ? at + 2 : -1;
  return first === char ? at + 1 : -1;
}

function matchSet(pattern: Binary, from: number, char: string): number {
  let at = from;
  const isNegated = pattern[at] === '^';
  if (isNegated) at++;
  let isIn = false;
  for (; at < pattern.length && pattern[at] !== ']'; at++) {
    if (pattern[at] === '\\' && at + 1 < pattern.length) {
      at++;
      if (pattern[at] === char) isIn = true;
    } else if (pattern[at + 1] === '-' && at + 2 < pattern.length) {
      const [low, high] = [pattern[at] as string, pattern[at + 2] as string].sort();
      if (char >= (low as string) && char <= (high as string)) isIn = true;
      at += 2;
    } else if (pattern[at] === char) isIn = true;
  }
  return isIn !== isNegated ? at + 1 : -1;
}
