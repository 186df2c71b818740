import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandLines } from './command-table.ts';
import { manPage } from './man-page.ts';

const kept = join(import.meta.dirname, '../../../man/walscope.1');

describe('the manual page', () => {
  it('is the one that is installed; `npx vitest run src/main/cli/man-page.spec.ts -u` writes it anew', async () => {
    await expect(manPage()).toMatchFileSnapshot(kept);
  });

  it('names every command with its options and examples', () => {
    const plain = manPage().replaceAll('\\-', '-').replaceAll('\\e', '\\');
    for (const { usage, options = [], examples } of commandLines) {
      expect(plain).toContain(`.SS "${usage.split(' ')[0]}`);
      for (const { flags } of options) expect(plain).toContain(flags.split(' ')[0]);
      for (const { line } of examples) expect(plain).toContain(`walscope ${line}`);
    }
  });

  it('has no line that roff would take for a request by mistake', () => {
    const requests = /^\.(TH|SH|SS|TP|B|BI|RI|I|PP)( |$)/;
    for (const line of manPage().split('\n')) {
      if (line.startsWith('.')) expect(line).toMatch(requests);
      expect(line.startsWith("'")).toBe(false);
    }
  });
});
