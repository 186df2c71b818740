import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from './app.ts';
import { root } from './root.ts';

/** Runs the built command line and gives what it printed: another reader of the same directory, without the app. */
export function walscope(...args: string[]): Buffer {
  return execFileSync(process.execPath, [join(root, 'out', 'main', 'cli.js'), ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 64 * 1024 * 1024,
  });
}

export type Entries = Readonly<Record<string, string | Uint8Array>>;

export interface StoreOptions {
  /** Deadlines of some of the keys, in ms since 1970. */
  expireAt?: Readonly<Record<string, number>>;
}

/** A new Walscope directory with these keys, one record each, in this order. */
export function makeStore(app: App, name: string, entries: Entries, options: StoreOptions = {}): string {
  const directory = join(app.tempDir, name);
  const lines = join(app.tempDir, `${name}.import.jsonl`);
  writeFileSync(
    lines,
    Object.entries(entries)
      .map(([key, value]) =>
        JSON.stringify({
          key: Buffer.from(key).toString('base64'),
          type: 'string',
          value: Buffer.from(value).toString('base64'),
          expireAt: options.expireAt?.[key] ?? null,
        }),
      )
      .join('\n'),
  );
  walscope('import', directory, lines);
  return directory;
}

/** Names, bytes and times of change of a directory's files: what must not move where nothing may be written. */
export function fingerprint(directory: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(directory)
      .sort()
      .map((name) => {
        const path = join(directory, name);
        const sha = createHash('sha256').update(readFileSync(path)).digest('hex');
        return [name, `${sha} ${statSync(path).mtimeMs}`];
      }),
  );
}

/** The exact bytes of a value, as a reader beside the app finds them on the disk. */
export function valueOnDisk(directory: string, key: string): Buffer {
  return walscope('get', directory, key);
}

export interface LogLine {
  file: string;
  offset: number;
  length: number;
  seq: number;
  op: string;
  key: string;
  state: string;
}

export function logOnDisk(directory: string): LogLine[] {
  return walscope('log', directory, '--json')
    .toString()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LogLine);
}

/** Commands as redis-server writes them. */
export function aof(...commands: string[][]): string {
  return commands
    .map(
      (args) =>
        `*${args.length}\r\n${args.map((arg) => `$${Buffer.byteLength(arg)}\r\n${arg}\r\n`).join('')}`,
    )
    .join('');
}

/** An append-only directory of Redis with one part, which holds `log`. */
export function redisDirectory(app: App, name: string, log: string): string {
  const directory = join(app.tempDir, name);
  mkdirSync(join(directory, 'appendonlydir'), { recursive: true });
  writeFileSync(join(directory, 'appendonlydir', 'appendonly.aof.1.incr.aof'), log);
  writeFileSync(
    join(directory, 'appendonlydir', 'appendonly.aof.manifest'),
    'file appendonly.aof.1.incr.aof seq 1 type i\n',
  );
  return directory;
}
