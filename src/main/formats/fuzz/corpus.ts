import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { WalscopeError } from '../../../shared/errors.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { detectFormat } from '../detect.ts';
import type { Log } from '../log/log.ts';
import { liveKey, openValues } from '../log/read-values.ts';
import { memoryDirectory } from '../testing/state.ts';
import { isCovered, wordsOf } from './covered.ts';
import type { Files } from './mutate.ts';
import { piecesOf } from './pieces.ts';

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
  'format-1-patches/closed',
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

/** What inputs are made of. */
export interface Corpus {
  whole: readonly Original[];
  /** Cut out of those, most of them a few hundred bytes. */
  pieces: readonly Original[];
}

/** @param root the folder that the directories lie in */
export async function readCorpus(root: string): Promise<Corpus> {
  const read = await Promise.all(names.map((name) => readOriginal(name, join(root, name))));
  return { whole: read.map(({ original }) => original), pieces: read.flatMap(({ pieces }) => pieces) };
}

async function readOriginal(
  name: string,
  directory: string,
): Promise<{ original: Original; pieces: Original[] }> {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  const files = Object.fromEntries(
    entries
      .filter((entry) => entry.isFile() && entry.name !== 'expected.json')
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [relative(directory, path).replaceAll('\\', '/'), readFileSync(path)]),
  );
  const { original, log } = await originalOf(name, files);
  const cut = piecesOf(files, log).map((piece, index) => originalOf(`${name}, piece ${index}`, piece));
  const sound = (await Promise.all(cut)).filter((piece) => piece.log.damage !== 'corrupt');
  return { original, pieces: sound.map((piece) => piece.original) };
}

async function originalOf(name: string, files: Files): Promise<{ original: Original; log: Log }> {
  const fileSystem = await memoryDirectory('/d', files);
  const format = await detectFormat('/d', fileSystem);
  if (format === null) throw new WalscopeError('NOT_FOUND', `${name} is of no known format.`);
  const log = await format.read('/d', { fileSystem });
  return { original: { name, files, held: await heldIn(log, fileSystem) }, log };
}

async function heldIn(log: Log, fileSystem: FileSystem): Promise<Set<string>> {
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
