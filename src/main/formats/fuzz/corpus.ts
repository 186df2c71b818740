import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { WalscopeError } from '../../../shared/errors.ts';
import { detectFormat } from '../detect.ts';
import { liveKey, openValues } from '../log/read-values.ts';
import { memoryDirectory } from '../testing/state.ts';
import { isCovered, wordsOf } from './covered.ts';
import type { Files } from './mutate.ts';

/** A sound directory to be spoilt. */
export interface Original {
  name: string;
  files: Files;
  /** Every value that a checksum covers and that a key of it has ever had, as `wordsOf` tells them. */
  held: ReadonlySet<string>;
}

/** Directories without damage in the middle, so that no mutation can mend what was not whole before. */
const names = [
  'guide-session',
  'guide-counter',
  'guide-binary',
  'guide-torn',
  'miniredis-snapshot-and-log',
  'miniredis-torn',
  'bitcask-clean',
  'bitcask-torn-in-value',
  'bitcask-unclean',
  'format-1/closed',
  'format-1/killed',
  'redis-2.4.18_rdb-small',
  'redis-2.8.24_aof-small',
  'redis-6.2.14_aof-small',
  'redis-7.0.15_aof-small',
  'redis-7.0.15_aof-small--torn-in-value',
  'redis-7.4.1_rdb-small',
  'redis-rdb',
  'redis-aof-plain',
  'redis-aof',
];

/** @param root the folder that the directories lie in */
export function readCorpus(root: string): Promise<Original[]> {
  return Promise.all(names.map((name) => readOriginal(name, join(root, name))));
}

async function readOriginal(name: string, directory: string): Promise<Original> {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  const files = Object.fromEntries(
    entries
      .filter((entry) => entry.isFile() && entry.name !== 'expected.json')
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [relative(directory, path).replaceAll('\\', '/'), readFileSync(path)]),
  );
  return { name, files, held: await heldIn(name, files) };
}

async function heldIn(name: string, files: Files): Promise<Set<string>> {
  const fileSystem = await memoryDirectory('/d', files);
  const format = await detectFormat('/d', fileSystem);
  if (format === null) throw new WalscopeError('NOT_FOUND', `${name} is of no known format.`);
  const log = await format.read('/d', { fileSystem });
  const values = openValues(log, fileSystem);
  const held = new Set<string>();
  for (let index = 0; index < log.table.count; index++) {
    const record = log.table.record(index);
    if (record.op !== 'set' || record.status !== 'ok' || !isCovered(log, record)) continue;
    held.add(wordsOf(await liveKey(record, index, values)));
  }
  await values.close();
  return held;
}
