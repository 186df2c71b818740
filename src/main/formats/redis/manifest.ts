/** A file that a manifest counts. */
export interface ManifestPart {
  name: string;
  type: 'b' | 'i';
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', a: '\x07' };

/**
 * The parts of an append-only file: lines such as `file appendonly.aof.1.base.rdb seq 1 type b`. `h` is history, which
 * no longer counts. Pairs may come in any order, and names may be quoted.
 */
export function parseManifest(text: string | null): { parts: ManifestPart[]; problems: string[] } {
  if (text === null) return { parts: [], problems: ['the manifest cannot be read'] };
  const bases: ManifestPart[] = [];
  const increments: ManifestPart[] = [];
  const problems: string[] = [];
  let lastSeq = 0;
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '' || line.startsWith('#')) continue;
    const settings = settingsOf(splitWords(line.trim()));
    const name = settings?.get('file');
    const seq = Number(settings?.get('seq'));
    const type = settings?.get('type');
    if (!name || !Number.isInteger(seq) || seq < 1 || !/^[bih]$/.test(type ?? '')) {
      problems.push(`line ${index + 1} of the manifest is none that Redis takes`);
    } else if (name.includes('/'))
      problems.push(`line ${index + 1} of the manifest names a path, not a file`);
    else if (type === 'b') bases.push({ name, type });
    else if (type === 'i') {
      if (seq <= lastSeq) problems.push(`line ${index + 1} of the manifest does not follow in sequence`);
      lastSeq = seq;
      increments.push({ name, type });
    }
  }
  if (bases.length > 1) problems.push('the manifest counts more than one base file');
  if (bases.length + increments.length === 0) problems.push('the manifest counts no file');
  return { parts: [...bases.slice(0, 1), ...increments], problems };
}

function settingsOf(words: string[] | null): Map<string, string> | null {
  if (!words || words.length < 6 || words.length % 2 !== 0) return null;
  const settings = new Map<string, string>();
  for (let at = 0; at < words.length; at += 2)
    settings.set((words[at] ?? '').toLowerCase(), words[at + 1] ?? '');
  return settings;
}

/** Words between spaces; quotes and escapes as Redis reads them. null when a quote does not end. */
function splitWords(line: string): string[] | null {
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

function withoutEscapes(text: string): string {
  return text.replace(/\\(?:x([0-9a-fA-F]{2})|(.))/g, (_all, hex: string | undefined, letter: string) =>
    hex === undefined ? (escapes[letter] ?? letter) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
