import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { format } from 'node:util';
import { transformWithOxc } from 'vite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { errorCodes } from '../shared/errors.ts';
import * as level from './level/walscope-level.ts';
import * as library from './library.ts';

/** The examples of the docs, run as they stand: `// → text` is what the console.log before it must print. */

const modules: Record<string, object> = { walscope: library, 'walscope/level': level };
const root = process.cwd();
const page = readFileSync('docs/library.md', 'utf8');
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'walscope-examples-'));
  process.chdir(directory);
});

afterEach(async () => {
  process.chdir(root);
  await rm(directory, { recursive: true });
});

interface Example {
  name: string;
  code: string;
}

function examplesOf(text: string, marker: string): Example[] {
  const blocks = text.split('```ts\n').slice(1);
  return blocks.flatMap((block) => {
    const code = block.slice(0, block.indexOf('```'));
    return code.startsWith(marker) ? [{ name: code.split('\n').slice(2, 5).join(' '), code }] : [];
  });
}

async function run(code: string): Promise<string[]> {
  const printed: string[] = [];
  const log = (...values: unknown[]): void => {
    printed.push(format(...values));
  };
  const body = code.replace(/^import (\{.*\}) from '(.*)';$/gm, "const $1 = modules['$2'];");
  // Types go, nothing else: the function's body awaits as a module does.
  const { code: plain } = await transformWithOxc(`async () => {${body}}`, resolve(directory, 'example.ts'));
  const example = new Function('modules', 'console', `return (${plain.trim().replace(/;$/, '')})();`);
  await (example(modules, { log }) as Promise<void>);
  return printed;
}

const promised = (code: string): string[] =>
  [...code.matchAll(/\/\/ → (.*)$/gm)].map(([, text]) => text ?? '');

describe('an example of docs/library.md', () => {
  const examples = examplesOf(page, '// runs\n');

  it('is not overlooked', () => {
    expect(examples.length).toBe(page.split('```ts\n').length - 1);
    expect(examples.length).toBeGreaterThan(5);
  });

  it.each(examples)('prints what it says: $name', async ({ code }) => {
    expect(await run(code)).toEqual(promised(code));
  });
});

it('runs the example of the README', async () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const [example] = examplesOf(readme, "import { open } from 'walscope';\n");
  expect((await run(example?.code ?? '')).length).toBeGreaterThan(0);
});

it('explains every error code', () => {
  for (const code of errorCodes) expect(page).toContain(`\`${code}\``);
});
