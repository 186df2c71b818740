const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', a: '\x07' };

/**
 * Words between spaces; quotes and escapes as Redis reads them in its settings and manifests. null when a quote does not
 * end.
 */
export function quotedWords(line: string): string[] | null {
  const words: string[] = [];
  const pattern = /\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\s"']+))(?=\s|$)/y;
  while (pattern.lastIndex < line.length) {
    const match = pattern.exec(line);
    if (!match) return null;
    words.push(
      match[1] !== undefined ? withoutEscapes(match[1]) : (match[2]?.replace(/\\'/g, "'") ?? match[3] ?? ''),
    );
  }
  return words;
}

/** An escape stands for a byte, and what is no ASCII takes several of them. */
function withoutEscapes(text: string): string {
  if (!text.includes('\\')) return text;
  const bytes = Buffer.from(text).toString('latin1');
  const meant = bytes.replace(
    /\\(?:x([0-9a-fA-F]{2})|(.))/g,
    (_all, hex: string | undefined, letter: string) =>
      hex === undefined ? (escapes[letter] ?? letter) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(meant, 'latin1').toString();
}
