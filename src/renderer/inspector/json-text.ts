/**
 * JSON that keeps every token as it is written: numbers, escapes, key order and repeated keys. It is shown with
 * other white space than it is stored with, and what is typed into that view goes back with the stored one.
 */
export interface JsonToken {
  text: string;
  /** White space in front of it. */
  before: string;
}

export interface JsonTokens {
  tokens: JsonToken[];
  /** White space behind the last token. */
  after: string;
}

/** Where a text stops being JSON. `at` is an index into it. */
export class JsonProblem extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

const space = /[ \t\n\r]*/y;
const string = String.raw`"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"`;
const number = String.raw`-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?`;
const token = new RegExp(`[{}[\\],:]|${string}|${number}|true|false|null`, 'y');

/** The tokens of a JSON text; throws JsonProblem where it is none. */
export function tokenizeJson(text: string): JsonTokens {
  const tokens: JsonToken[] = [];
  let at = 0;
  const skip = () => {
    space.lastIndex = at;
    const run = space.exec(text)?.[0] ?? '';
    at += run.length;
    return run;
  };
  for (;;) {
    const before = skip();
    if (at >= text.length) {
      check(tokens, text);
      return { tokens, after: before };
    }
    token.lastIndex = at;
    const found = token.exec(text)?.[0];
    if (found === undefined)
      throw new JsonProblem(text[at] === '"' ? 'a string does not end' : 'no JSON here', at);
    tokens.push({ text: found, before });
    at += found.length;
  }
}

/** The tokens are sound; their order is checked by the parser that everybody uses. */
function check(tokens: readonly JsonToken[], text: string): void {
  try {
    JSON.parse(tokens.map((each) => each.text).join(' '));
  } catch {
    throw new JsonProblem('not in the order that JSON has', misplacedAt(tokens, text));
  }
}

/** Index of the first token that cannot stand where it does. */
function misplacedAt(tokens: readonly JsonToken[], text: string): number {
  const open: string[] = [];
  let at = 0;
  let expect: 'value' | 'key' | 'colon' | 'next' = 'value';
  for (const [index, each] of tokens.entries()) {
    at += each.before.length;
    const top = open.at(-1);
    const { text: word } = each;
    const closes = (word === '}' && top === '{') || (word === ']' && top === '[');
    const emptyClose = closes && (tokens[index - 1]?.text === '{' || tokens[index - 1]?.text === '[');
    if (closes && (expect === 'next' || emptyClose)) {
      open.pop();
      expect = 'next';
    } else if (expect === 'next') {
      if (word !== ',' || top === undefined) return at;
      expect = top === '{' ? 'key' : 'value';
    } else if (expect === 'colon') {
      if (word !== ':') return at;
      expect = 'value';
    } else if (expect === 'key') {
      if (!word.startsWith('"')) return at;
      expect = 'colon';
    } else if (word === '{' || word === '[') {
      open.push(word);
      expect = word === '{' ? 'key' : 'value';
    } else if (/^[\]},:]$/.test(word)) return at;
    else expect = 'next';
    at += word.length;
  }
  return text.length;
}

const step = '  ';

/** The text laid out for eyes: one member a line, small arrays and objects of plain values on one. */
export function formatJson({ tokens }: JsonTokens): string {
  let out = '';
  let depth = 0;
  const inline: boolean[] = [];
  const line = () => `\n${step.repeat(depth)}`;
  tokens.forEach((each, index) => {
    const previous = tokens[index - 1]?.text;
    const { text } = each;
    if (text === '{' || text === '[') {
      out += text;
      inline.push(isSmall(tokens, index));
      depth += 1;
    } else if (text === '}' || text === ']') {
      depth -= 1;
      const small = inline.pop();
      if (previous === '{' || previous === '[') out += text;
      else out += small ? (text === '}' ? ` ${text}` : text) : line() + text;
      return;
    } else if (text === ',') {
      out += text;
    } else if (text === ':') {
      out += ': ';
    } else out += text;
    const next = tokens[index + 1]?.text;
    if (text === ',') out += inline.at(-1) ? ' ' : line();
    else if ((text === '{' || text === '[') && next !== '}' && next !== ']')
      out += inline.at(-1) ? (text === '{' ? ' ' : '') : line();
  });
  return out;
}

const maxInlineLength = 56;

function isSmall(tokens: readonly JsonToken[], open: number): boolean {
  if (open === 0) return false;
  let length = 0;
  for (let index = open + 1; index < tokens.length; index++) {
    const text = (tokens[index] as JsonToken).text;
    if (text === '}' || text === ']') return true;
    if (text === '{' || text === '[') return false;
    length += text.length + 1;
    if (length > maxInlineLength) return false;
  }
  return false;
}

/**
 * The text to store after a person has edited the formatted view: the tokens are those that were typed. White space
 * stays as it is stored where nothing changed; what is new gets none if the stored text has none between its tokens.
 */
export function restoreSpacing(stored: JsonTokens, edited: JsonTokens): string {
  const old = stored.tokens;
  const now = edited.tokens;
  let head = 0;
  while (head < old.length && head < now.length && old[head]?.text === now[head]?.text) head += 1;
  let tail = 0;
  while (
    tail < old.length - head &&
    tail < now.length - head &&
    old[old.length - 1 - tail]?.text === now[now.length - 1 - tail]?.text
  ) {
    tail += 1;
  }
  const compact = old.every((each, index) => index === 0 || each.before === '');
  const removed = old.length - head - tail;
  let out = '';
  now.forEach((each, index) => {
    const fromEnd = now.length - index;
    if (index < head) out += old[index]?.before;
    else if (fromEnd <= tail) out += old[old.length - fromEnd]?.before;
    // One token for another stands where the old one stood.
    else if (index - head < removed) out += old[index]?.before;
    else out += compact ? '' : each.before;
    out += each.text;
  });
  return out + stored.after;
}
