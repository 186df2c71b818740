import { execFile } from 'node:child_process';
import { chmod, lstat, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { fixture } from '../formats/testing/fixtures.ts';
import { scratchDirectories } from '../formats/testing/scratch.ts';
import { Progress } from './progress.ts';
import { runHere } from './testing.ts';

const scratch = scratchDirectories();
const onUnix = it.skipIf(process.platform === 'win32');
const source = fixture('guide-binary');
const exported = async () => (await runHere(['export', source])).out;

describe('export --out', () => {
  onUnix('writes into a pipe, which stays one', async () => {
    const pipe = join(await scratch(), 'pipe');
    await promisify(execFile)('mkfifo', [pipe]);
    const reading = readFile(pipe);
    expect(await runHere(['export', source, '--out', pipe])).toMatchObject({ code: 0 });
    expect(await reading).toEqual(await exported());
    expect((await lstat(pipe)).isFIFO()).toBe(true);
  });

  onUnix('replaces the file behind a link, and nobody else may read it who could not before', async () => {
    const directory = await scratch();
    const [file, link] = [join(directory, 'file'), join(directory, 'link')];
    await writeFile(file, 'old');
    await chmod(file, 0o600);
    await symlink('file', link);
    expect(await runHere(['export', source, '--out', link])).toMatchObject({ code: 0 });
    expect((await lstat(link)).isSymbolicLink()).toBe(true);
    expect(await readFile(file)).toEqual(await exported());
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(directory)).toEqual(['file', 'link']);
  });

  it('needs the directory of the file to be there', async () => {
    const directory = join(await scratch(), 'missing');
    expect(await runHere(['export', source, '--out', join(directory, 'lines')])).toMatchObject({
      code: 2,
      err: [`walscope: ${directory} is not there: make it first.`],
    });
  });

  it('counts keys, not libraries of functions', async () => {
    const out = join(await scratch(), 'lines');
    const ran = await runHere(['export', fixture('redis-7.4.1_rdb-small'), '--out', out]);
    const lines = (await readFile(out, 'utf8')).trimEnd().split('\n');
    const keys = lines.filter((line) => !line.startsWith('{"function"')).length;
    expect(keys).toBeLessThan(lines.length);
    expect(ran.err.at(-1)).toBe(`${keys} keys written to ${out}`);
  });
});

it('an export that ends early ends its progress too', async () => {
  const end = vi.spyOn(Progress.prototype, 'end');
  const ran = await runHere(['export', source], { readerLeavesAfter: -1 });
  expect(ran.code).toBe(0);
  // That of reading and that of writing.
  expect(new Set(end.mock.contexts).size).toBe(2);
  end.mockRestore();
});
