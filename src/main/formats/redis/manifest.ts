import { quotedWords } from './quoted-words.ts';

/** A file that a manifest counts. */
export interface ManifestPart {
  name: string;
  type: 'b' | 'i';
}

/** Redis reads so many characters at a time; what a longer line has left is a line of its own to it. */
const maxLine = 1024;

export interface Manifest {
  parts: ManifestPart[];
  problems: string[];
  /** Files that no longer count, and may still be there. */
  past: string[];
}

/**
 * The parts of an append-only file: lines such as `file appendonly.aof.1.base.rdb seq 1 type b`. `h` is history, which
 * no longer counts. Pairs may come in any order, and names may be quoted. What Redis would not start with is a problem,
 * and read all the same where it can be.
 */
export function parseManifest(text: string | null): Manifest {
  if (text === null) return { parts: [], problems: ['the manifest cannot be read'], past: [] };
  const bases: ManifestPart[] = [];
  const increments: ManifestPart[] = [];
  const problems: string[] = [];
  const past: string[] = [];
  let lastSeq = 0;
  for (const [index, chunk] of chunksOf(text).entries()) {
    if (chunk.startsWith('#')) continue;
    const refuse = (why: string) => problems.push(`line ${index + 1} ${why}`);
    if (!chunk.endsWith('\n')) refuse(chunk.length < maxLine ? 'does not end' : `is longer than ${maxLine}`);
    const line = chunk.trim();
    const part = line === '' ? null : partOf(line);
    if (line === '') refuse('is empty, which Redis does not take');
    else if (part === null) refuse('is none that Redis takes');
    else if (/[/\\]/.test(part.name)) refuse('names a path, not a file');
    else if (part.type === 'b') bases.push({ name: part.name, type: 'b' });
    else if (part.type === 'h') past.push(part.name);
    else {
      if (part.seq <= lastSeq) refuse('does not follow in sequence');
      lastSeq = Math.max(lastSeq, part.seq);
      increments.push({ name: part.name, type: 'i' });
    }
  }
  if (bases.length > 1) problems.push('the manifest counts more than one base file');
  if (bases.length + increments.length === 0) problems.push('the manifest counts no file');
  return { parts: [...bases.slice(0, 1), ...increments], problems, past };
}

/** The manifest without the lines of these files. */
export function withoutParts(text: string, names: ReadonlySet<string>): string {
  return chunksOf(text)
    .filter((line) => !names.has(partOf(line.trim())?.name ?? ''))
    .join('');
}

/** Lines with their ends, as `fgets` gives them. */
function chunksOf(text: string): string[] {
  return text.match(new RegExp(`[^\\n]{0,${maxLine - 1}}\\n|[^\\n]{1,${maxLine}}`, 'g')) ?? [];
}

function partOf(line: string): { name: string; seq: number; type: string } | null {
  const settings = settingsOf(quotedWords(line));
  const name = settings?.get('file');
  // As `atoll` reads it: as far as there are digits.
  const seq = Number(/^\s*[+-]?\d+/.exec(settings?.get('seq') ?? '')?.[0] ?? 0);
  const type = settings?.get('type')?.[0];
  if (!name || seq === 0 || type === undefined || !'bih'.includes(type)) return null;
  return { name, seq, type };
}

function settingsOf(words: string[] | null): Map<string, string> | null {
  if (!words || words.length < 6 || words.length % 2 !== 0) return null;
  const settings = new Map<string, string>();
  for (let at = 0; at < words.length; at += 2)
    settings.set((words[at] ?? '').toLowerCase(), words[at + 1] ?? '');
  return settings;
}
