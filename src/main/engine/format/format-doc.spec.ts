import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatExample } from './format-example.ts';

const page = resolve(import.meta.dirname, '../../../../docs/format.md');

/** The dump that follows `<!-- example: name -->` on the page. */
const dumpOf = (name: string): RegExp =>
  new RegExp(`(<!-- example: ${name} -->\n\`\`\`text\n)([^\`]*)(\`\`\`)`);

describe('docs/format.md', () => {
  const example = formatExample();

  // WALSCOPE_WRITE_DOCS=1 puts the dumps into the page; read the difference before committing it.
  if (process.env.WALSCOPE_WRITE_DOCS === '1') {
    let text = readFileSync(page, 'utf8');
    for (const [name, dump] of Object.entries(example)) text = text.replace(dumpOf(name), `$1${dump}\n$3`);
    writeFileSync(page, text);
  }

  it.each(Object.keys(example))('shows the bytes of a %s as the codec writes them', (name) => {
    const shown = dumpOf(name).exec(readFileSync(page, 'utf8'));
    expect(shown?.[2]).toBe(`${example[name]}\n`);
  });
});
