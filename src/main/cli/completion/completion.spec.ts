import { execFile } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, it } from 'vitest';
import { scratchDirectories } from '../../formats/testing/scratch.ts';
import { commandLines } from '../command-table.ts';
import { runHere } from '../testing.ts';
import { grammar, type Shell, shells } from './grammar.ts';

const run = promisify(execFile);
const scratch = scratchDirectories();

const installed: Record<Shell, boolean> = { bash: false, zsh: false, fish: false };
for (const shell of shells) {
  installed[shell] = await run(shell, ['-c', 'true']).then(
    () => true,
    () => false,
  );
}

/** A directory to complete in, with a `walscope` that knows three keys. */
let directory = '';
beforeEach(async () => {
  directory = await scratch();
  await mkdir(join(directory, 'shop'));
  await writeFile(join(directory, 'data.jsonl'), '');
  const command = join(directory, 'walscope');
  await writeFile(
    command,
    '#!/bin/sh\nfor key in user:1 user:2 "two words"; do case "$key" in "$4"*) echo "$key";; esac; done\n',
  );
  await chmod(command, 0o755);
});

async function scriptOf(shell: Shell): Promise<string> {
  const { code, out } = await runHere(['completion', shell]);
  expect(code).toBe(0);
  return out.toString();
}

async function ask(shell: Shell, script: string): Promise<string[]> {
  const env = { ...process.env, PATH: `${directory}:${process.env.PATH}`, HOME: directory };
  const { stdout } = await run(shell, ['-c', script], { cwd: directory, env });
  return stdout.split('\n').filter((line) => line !== '');
}

const inBash = async (line: string): Promise<string[]> =>
  ask(
    'bash',
    `${await scriptOf('bash')}
compopt() { :; }
COMP_LINE='${line}' COMP_POINT=${line.length}
_walscope
printf '%s\\n' "\${COMPREPLY[@]}"`,
  );

/** Fish adds what it tells of each behind a tab. */
const inFish = async (line: string): Promise<string[]> =>
  (await ask('fish', `${await scriptOf('fish')}\ncomplete -C '${line}'`)).map((each) => each.split('\t')[0]!);

const cases: [line: string, bash: string[], fish: string[]][] = [
  ['walscope ver', ['verify'], ['verify']],
  ['walscope --json ver', ['verify'], ['verify']],
  ['walscope --db 3 ver', ['verify'], ['verify']],
  ['walscope verify sh', ['shop'], ['shop/']],
  ['walscope convert shop sh', ['shop'], ['shop/']],
  ['walscope import shop da', ['data.jsonl'], ['data.jsonl']],
  ['walscope get shop us', ['user:1', 'user:2'], ['user:1', 'user:2']],
  ['walscope get shop user:', ['1', '2'], ['user:1', 'user:2']],
  ['walscope get --json shop tw', ['two\\ words'], ['two words']],
  ['walscope del shop user:1 user:2 tw', ['two\\ words'], ['two words']],
  ['walscope serve shop --fsync ', ['always', 'everysec', 'no'], ['always', 'everysec', 'no']],
  ['walscope convert --to gu', ['guide'], ['guide']],
  ['walscope completion z', ['zsh'], ['zsh']],
  ['walscope keys --pre', ['--prefix'], ['--prefix']],
  ['walscope crash --recorded sh', ['shop'], ['shop/']],
];

describe('completion', () => {
  it('knows every command, and what stands at each of its places', () => {
    expect(grammar.commands.map(({ name }) => name)).toEqual(
      commandLines.map(({ usage }) => usage.split(' ')[0]),
    );
    expect(grammar.commands.find(({ name }) => name === 'del')).toMatchObject({
      places: ['directory', 'key'],
      repeats: true,
    });
  });

  it.runIf(installed.bash).each(cases)('bash: %s', async (line, expected) => {
    expect((await inBash(line)).sort()).toEqual(expected);
  });

  it.runIf(installed.bash)('bash: a directory with a space in its name is one', async () => {
    await mkdir(join(directory, 'two words'));
    expect(await inBash('walscope verify two')).toEqual(['two words']);
    expect(await inBash('walscope convert shop two')).toEqual(['two words']);
  });

  it.runIf(installed.fish).each(cases)('fish: %s', async (line, _bash, expected) => {
    expect((await inFish(line)).sort()).toEqual(expected);
  });

  it.runIf(installed.zsh)('zsh takes its script', async () => {
    const file = join(directory, '_walscope');
    await writeFile(file, await scriptOf('zsh'));
    await run('zsh', ['-n', file]);
  });

  it('refuses another shell in a sentence', async () => {
    expect(await runHere(['completion', 'ksh'])).toMatchObject({
      code: 2,
      err: ['walscope: Completion is there for bash, zsh, fish, not for "ksh".'],
    });
  });
});
