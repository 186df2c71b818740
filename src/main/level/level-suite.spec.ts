import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { FileSystem } from '../engine/fs/file-system.ts';
import { MemoryFileSystem } from '../engine/fs/memory-file-system.ts';
import { nodeFileSystem } from '../engine/fs/node-file-system.ts';
import { hungAfterMs, long, tried } from '../engine/specs/tried.ts';
import { WalscopeLevel, type WalscopeLevelOptions } from './walscope-level.ts';

const require = createRequire(import.meta.url);
const suite = require('abstract-level/test') as (options: {
  test: unknown;
  factory: (options?: WalscopeLevelOptions<string, string>) => WalscopeLevel;
}) => void;
const tape = require('tape') as typeof import('tape');

interface Row {
  type: string;
  ok?: boolean;
  name?: string;
  error?: unknown;
}

/** Fewer than the suite had when this was written mean that some of it did not run. */
const minAssertions = 5_000;

it('passes the suite that abstract-level publishes', { timeout: hungAfterMs }, async () => {
  if (!long) return expectToPass('/', new MemoryFileSystem());
  const parent = await mkdtemp(join(tmpdir(), 'walscope-level-'));
  try {
    await expectToPass(parent, nodeFileSystem);
  } finally {
    await rm(parent, { recursive: true });
  }
});

async function expectToPass(parent: string, fileSystem: FileSystem): Promise<void> {
  const rows = await runSuite(parent, fileSystem);
  const assertions = rows.filter(({ type }) => type === 'assert');
  const failed = assertions.filter(({ ok }) => ok !== true);
  expect(failed.map(({ name, error }) => `${name}: ${error}`)).toEqual([]);
  expect(assertions.length).toBeGreaterThan(minAssertions);
  tried('abstract-level assertions', assertions.length);
}

function runSuite(parent: string, fileSystem: FileSystem): Promise<Row[]> {
  // Not given to the constructor: the suite looks at the options that hooks are called with.
  class OnFileSystem extends WalscopeLevel {
    override _open(options: WalscopeLevelOptions<string, string>): Promise<void> {
      return super._open({ ...options, fileSystem, fsync: 'no' });
    }
  }
  const harness = tape.createHarness({ autoclose: true });
  const rows: Row[] = [];
  const stream = harness.createStream({ objectMode: true });
  const ended = new Promise<Row[]>((resolve, reject) => {
    stream.on('data', (row: Row) => rows.push(row));
    stream.on('error', reject);
    stream.on('end', () => resolve(rows));
  });
  let made = 0;
  suite({ test: harness, factory: (options) => new OnFileSystem(join(parent, `${++made}`), options) });
  return ended;
}
