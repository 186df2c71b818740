import type { Binary } from '../../../formats/redis/value.ts';

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', a: '\x07' };
const isSpace = (char: string | undefined): boolean => char !== undefined && /[ \t\n\v\f\r\0]/.test(char);

/** The words of a line as someone types it, with quotes and escapes; null when a quote does not end, or not at a word's end. */
export function splitInline(line: Binary): Binary[] | null {
  const words: Binary[] = [];
  let at = 0;
  for (;;) {
    while (at < line.length && isSpace(line[at])) at++;
    if (at >= line.length) return words;
    let word = '';
    while (at < line.length && !isSpace(line[at])) {
      const char = line[at] as string;
      if (char !== '"' && char !== "'") {
        word += char;
        at++;
        continue;
      }
      const quoted = char === '"' ? readDoubleQuoted(line, at + 1) : readSingleQuoted(line, at + 1);
      if (quoted === null || (quoted.end < line.length && !isSpace(line[quoted.end]))) return null;
      word += quoted.text;
      at = quoted.end;
    }
    words.push(word);
  }
}

interface Quoted {
  text: Binary;
  /** Behind the closing quote. */
  end: number;
}

function readDoubleQuoted(line: Binary, from: number): Quoted | null {
  let text = '';
  for (let at = from; at < line.length; at++) {
    const char = line[at] as string;
    if (char === '"') return { text, end: at + 1 };
    const hex = /^\\x([0-9a-fA-F]{2})/.exec(line.slice(at, at + 4));
    if (hex) {
      text += String.fromCharCode(Number.parseInt(hex[1] as string, 16));
      at += 3;
    } else if (char === '\\' && at + 1 < line.length) {
      const escaped = line[++at] as string;
      text += escapes[escaped] ?? escaped;
    } else text += char;
  }
  return null;
}

function readSingleQuoted(line: Binary, from: number): Quoted | null {
  let text = '';
  for (let at = from; at < line.length; at++) {
    const char = line[at] as string;
    if (char === "'") return { text, end: at + 1 };
    if (char === '\\' && line[at + 1] === "'") {
      text += "'";
      at++;
    } else text += char;
  }
  return null;
}
