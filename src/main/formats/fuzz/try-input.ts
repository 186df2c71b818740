import { WalscopeError } from '../../../shared/errors.ts';
import { SeededRandom } from '../../../shared/seeded-random.ts';
import type { MemoryFileSystem } from '../../engine/fs/memory-file-system.ts';
import { detectFormat } from '../detect.ts';
import type { Format } from '../log/format.ts';
import { liveRecords } from '../log/live-keys.ts';
import type { Log } from '../log/log.ts';
import { liveKey, openValues } from '../log/read-values.ts';
import { memoryDirectory } from '../testing/state.ts';
import type { Corpus, Original } from './corpus.ts';
import { isCovered, isDisproven, wordsOf } from './covered.ts';
import type { MemoryWatch } from './memory-watch.ts';
import { type Files, type Mutation, mutate } from './mutate.ts';

/** What no input may do. The message tells the input, so that it can be tried again. */
export class Finding extends Error {}

/** An input may take this much of the processor; how much memory, `MemoryWatch` says. */
export const maxInputMs = 10_000;
/** Records of an input whose fields are told; all of them would be most of the work. */
const maxExplained = 12;

/**
 * Spoils one directory of the corpus, as `seed` and the input's number say, and takes it through detection, reading,
 * verification and both exports. Throws a Finding for anything but an answer or a WalscopeError, for a damage that
 * is not named, a range behind its file's end, a write, too much time or memory, and a value that nobody ever wrote
 * where a checksum should have shown it.
 */
export async function tryInput(
  corpus: Corpus,
  seed: number,
  input: number,
  memory: MemoryWatch,
): Promise<void> {
  const random = new SeededRandom(Math.imul(seed, 0x9e3779b1) + input);
  const original = choose(corpus, random);
  const mutation = mutate(original.files, random);
  const bytes = bytesOf(mutation.files);
  memory.begin();
  const usedBefore = process.cpuUsage();
  try {
    await readAll(original, mutation, () => refuse(memory.excess(bytes)));
    refuse(memory.excessPeak(bytes));
    const { user, system } = process.cpuUsage(usedBefore);
    const ms = (user + system) / 1000;
    if (ms > maxInputMs) throw new Finding(`took ${Math.round(ms)} ms of processor time`);
  } catch (error) {
    if (error instanceof WalscopeError) return;
    const what = error instanceof Finding ? error.message : ((error as Error).stack ?? String(error));
    throw new Finding(
      `seed ${seed}, input ${input}: ${original.name}, ${mutation.steps.join('; ')}: ${what}`,
    );
  }
}

/**
 * Every second input a piece, all alike: a fault meets a head or a length in them more often than content, and they are
 * read soonest. The others are whole directories, each as often as the square root of its bytes is small.
 */
function choose({ whole, pieces }: Corpus, random: SeededRandom): Original {
  if (random.pick([true, false])) return random.pick(pieces);
  const weights = whole.map(({ files }) => 1 / Math.sqrt(bytesOf(files)));
  let left = random.next() * weights.reduce((sum, weight) => sum + weight, 0);
  const at = weights.findIndex((weight) => {
    left -= weight;
    return left < 0;
  });
  return whole.at(at) as Original;
}

const bytesOf = (files: Files): number => Object.values(files).reduce((sum, { length }) => sum + length, 0);

function refuse(excess: string | null): void {
  if (excess !== null) throw new Finding(excess);
}

async function readAll(original: Original, mutation: Mutation, checkMemory: () => void): Promise<void> {
  const fileSystem = await memoryDirectory('/d', mutation.files);
  const writes = fileSystem.pending.length;
  const format = await detectFormat('/d', fileSystem);
  if (format === null) return;
  const log = await format.read('/d', { fileSystem, thorough: true, decodeValues: true });
  checkMemory();
  checkVerdict(log);
  await checkValues(original, log, fileSystem, false);
  await checkValues(original, log, fileSystem, true);
  await explainSome(format, log, fileSystem);
  if (fileSystem.pending.length !== writes) throw new Finding('something was written');
}

function checkVerdict({ damage, verdict, files }: Log): void {
  if (verdict.damaged.length > 0 !== (damage !== 'none'))
    throw new Finding(`${verdict.damaged.length} damaged ranges, and damage is ${damage}`);
  for (const { file, offset, length, reason } of verdict.damaged) {
    const size = files.find(({ name }) => name === file)?.size;
    if (offset < 0 || length < 0 || (size !== undefined && offset > size) || reason === '')
      throw new Finding(`${length} damaged bytes at ${offset} of ${file}, which has ${size}: ${reason}`);
  }
}

/** Every value that comes out must be one that its key once had, as far as a checksum vouches for it. */
async function checkValues(
  original: Original,
  log: Log,
  fileSystem: MemoryFileSystem,
  salvage: boolean,
): Promise<void> {
  const values = openValues(log, fileSystem);
  try {
    for (const index of await liveRecords(log.table, { salvage, nowMs: 0 })) {
      const record = log.table.record(index);
      if (!salvage && isDisproven(log, record))
        throw new Finding(`record ${index} is sound in a damaged RDB`);
      const words = wordsOf(await liveKey(record, index, values));
      if (isCovered(log, record) && !original.held.has(words))
        throw new Finding(`${salvage ? 'salvaged' : 'sound'}, but never written: ${JSON.stringify(words)}`);
    }
  } finally {
    await values.close();
  }
}

async function explainSome(format: Format, log: Log, fileSystem: MemoryFileSystem): Promise<void> {
  const step = Math.max(1, Math.floor(log.table.count / maxExplained));
  for (let index = 0; index < log.table.count; index += step) {
    const { fields, bytes } = await format.explain(log, index, fileSystem);
    const end = fields.reduce((at, field) => at + field.length, 0);
    if (end > bytes.length)
      throw new Finding(`record ${index} is explained beyond its ${bytes.length} bytes`);
  }
  for (const range of log.verdict.damaged.slice(0, maxExplained))
    await format.readings?.(log, range, fileSystem);
}
