import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, readdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixture } from '../formats/testing/fixtures.ts';
import { scratchDirectories } from '../formats/testing/scratch.ts';

const root = resolve(import.meta.dirname, '../../..');
const scratch = scratchDirectories();
let outDir = '';

/** Built once, as the app's build does it: what runs here is what is installed as `walscope`. */
beforeAll(async () => {
  outDir = await mkdtemp(join(root, 'node_modules', '.walscope-cli-'));
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: true,
      target: 'node20',
      outDir,
      emptyOutDir: true,
      rollupOptions: {
        input: { cli: join(import.meta.dirname, 'main.ts') },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  });
});
afterAll(() => rm(outDir, { recursive: true, force: true }));

interface Child {
  process: ChildProcess;
  ended: Promise<{ code: number | null; out: string; err: string }>;
}

function start(...argv: string[]): Child {
  const child = spawn(process.execPath, [join(outDir, 'cli.js'), ...argv], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, out, err }));
  return { process: child, ended };
}

/** More than any pipe holds: once it has been taken, the process reads its standard input, which stays open. */
function untilItReads({ stdin }: ChildProcess): Promise<void> {
  return new Promise((resolve) => stdin?.write(Buffer.alloc(4 * 1024 * 1024, 'x'), () => resolve()));
}

describe('the built command', () => {
  it('ends with its exit code, and has nothing to say on the other stream', async () => {
    expect(await start('get', fixture('guide-session'), 'name').ended).toEqual({
      code: 0,
      out: 'Grace',
      err: '',
    });
    expect(await start('get', fixture('guide-session'), 'language').ended).toEqual({
      code: 1,
      out: '',
      err: '',
    });
    const failed = await start('verify', join(fixture('guide-session'), 'missing'), '--json').ended;
    expect(failed).toMatchObject({ code: 2, out: '' });
    expect(failed.err).toMatch(/^walscope: [^\n]+\.\n$/);
  });

  it('reads a value from standard input', async () => {
    const directory = join(await scratch(), 'store');
    const child = start('set', directory, 'key', '-');
    child.process.stdin?.end('a value\n');
    expect((await child.ended).code).toBe(0);
    expect((await start('get', directory, 'key').ended).out).toBe('a value\n');
  });

  it('ends quietly when its reader goes away', async () => {
    const child = start('log', '--json', fixture('guide-counter'));
    child.process.stdout?.destroy();
    const { code, err } = await child.ended;
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });

  it.each([
    { signal: 'SIGINT', index: [] },
    { signal: 'SIGTERM', index: ['--keys-on-disk'] },
  ] as const)(
    'closes what it serves on $signal; a second writer has waited in vain',
    async ({ signal, index }) => {
      const directory = join(await scratch(), 'served');
      const server = start('serve', '--json', directory, '--protocol', 'line', '--port', '0', ...index);
      const [line] = (await once(server.process.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
      const { port } = JSON.parse(line.toString()) as { port: number };
      const socket = connect(port, '127.0.0.1');
      socket.write('SET a 1\n');
      await once(socket, 'data');
      const second = await start('set', directory, 'a', '2').ended;
      expect(second.code).toBe(2);
      expect(second.err).toContain(String(server.process.pid));
      server.process.kill(signal);
      expect(await server.ended).toMatchObject({ code: 0, err: '' });
      expect((await start('get', directory, 'a').ended).out).toBe('1');
      expect((await start('recover', '--json', directory).ended).out).toContain('"verdict":"clean"');
    },
  );

  it.each(['SIGTERM', 'SHUTDOWN', 'nothing'] as const)(
    'ends, and says why, when the directory that it serves is deleted; told by %s',
    async (how) => {
      const directory = join(await scratch(), 'served');
      const server = start('serve', '--json', directory, '--port', '0', '--fsync', 'everysec');
      const [line] = (await once(server.process.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
      const { port } = JSON.parse(line.toString()) as { port: number };
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => undefined);
      // A client that keeps writing, whatever happens.
      socket.on('data', () => socket.write('SET a 1\r\n'.repeat(16)));
      socket.write('SET a 1\r\n');
      await once(socket, 'data');
      await rm(directory, { recursive: true });
      if (how === 'SHUTDOWN') socket.write('SHUTDOWN\r\n');
      else if (how !== 'nothing') server.process.kill(how);
      const { code, err } = await server.ended;
      expect(code).toBe(2);
      expect(err).toBe(
        `walscope: ${directory} has been deleted or moved while it was open: what clients wrote is lost with it, unless it was moved.\n`,
      );
    },
  );

  it.skipIf(process.platform === 'win32').each([['set', 'key', '-'] as const, ['import', '-'] as const])(
    'stops at an interrupt while %s waits for standard input, and has made nothing',
    async (command, ...rest) => {
      const parent = await scratch();
      const child = start(command, join(parent, 'store'), ...rest);
      await untilItReads(child.process);
      child.process.kill('SIGINT');
      expect(await child.ended).toEqual({ code: 2, out: '', err: 'walscope: The work was cancelled.\n' });
      expect(await readdir(parent)).toEqual([]);
    },
  );

  it.runIf(process.platform === 'linux')('says that a full disk has not taken its output', async () => {
    const full = await open('/dev/full', 'w');
    try {
      const served = join(await scratch(), 'served');
      for (const [command, ...rest] of [
        ['export', fixture('guide-session')],
        ['keys', fixture('guide-session')],
        ['verify', fixture('guide-session')],
        ['serve', served, '--port', '0'],
      ]) {
        const child = spawn(process.execPath, [join(outDir, 'cli.js'), command as string, ...rest], {
          stdio: ['ignore', full.fd, 'pipe'],
        });
        let err = '';
        child.stderr?.on('data', (chunk: Buffer) => {
          err += chunk.toString();
        });
        const [code] = (await once(child, 'close')) as [number];
        expect([command, code]).toEqual([command, 2]);
        expect(err).toMatch(/^walscope: The output cannot be written: [^\n]+\n$/);
      }
    } finally {
      await full.close();
    }
  });

  it('leaves no trace of an interrupted conversion', async () => {
    const parent = await scratch();
    const child = start('convert', fixture('guide-binary'), join(parent, 'new'), '--to', 'walscope');
    child.process.kill('SIGINT');
    await child.ended;
    expect((await readdir(parent)).filter((name) => name !== 'new')).toEqual([]);
  });
});
