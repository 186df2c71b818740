import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { databaseKey } from '../../../shared/database-key.ts';
import { WalscopeError } from '../../../shared/errors.ts';
import type { LiveKey } from '../../formats/log/live-key.ts';
import { writeFace } from '../sources/faces.ts';
import type { Source } from '../sources/source.ts';
import { absolutePath } from '../storage/absolute-path.ts';
import { requireOutside } from '../storage/outside.ts';
import { exportLine, exportLines, libraryLines } from '../transfer/export-lines.ts';
import { readImport } from '../transfer/import-lines.ts';
import { requireReadable } from './damage-check.ts';
import type { JobRegistry } from './job-registry.ts';

/** The clipboard takes no more, in characters. */
const maxTextLength = 1024 * 1024;

/** Export and import of JSON Lines. */
export class TransferJobs {
  readonly #jobs: JobRegistry;

  constructor(jobs: JobRegistry) {
    this.#jobs = jobs;
  }

  /**
   * Writes live keys into a new file, which appears whole or not at all. Throws CORRUPT for a damaged directory
   * unless it is to be salvaged.
   */
  async exportKeys(
    source: Source,
    request: { keys: readonly Uint8Array[] | null; file: string; salvage: boolean },
  ): Promise<string> {
    const file = absolutePath(request.file);
    await requireOutside(source.path, file);
    if (await stat(file).catch(() => null)) {
      throw new WalscopeError('NOT_EMPTY', `${file} is there already: choose another name.`);
    }
    if (!(await stat(dirname(file)).catch(() => null))?.isDirectory()) {
      throw new WalscopeError(
        'NOT_FOUND',
        `There is no directory ${dirname(file)}: make it, or choose another place.`,
      );
    }
    if (request.keys === null) await requireReadable(source, request.salvage);
    const { verdict, status } = source.info();
    const total = request.keys?.length ?? status.keys;
    return this.#jobs.start({
      source: source.id,
      title: `Exporting ${source.info().name} to ${basename(file)}`,
      unit: 'keys',
      run: async ({ signal, progress }) => {
        const live = request.keys
          ? liveAmong(source, request.keys)
          : source.live({ salvage: request.salvage, signal });
        let keys = 0;
        const lines = exportLines(live, (count) => {
          keys = count;
          progress(count, total);
        });
        const libraries = request.keys === null ? libraryLines(source.libraries ?? []) : [];
        await writeWhole(file, inOrder(libraries, lines), signal);
        return { kind: 'export', keys, lost: request.salvage ? [...verdict.damaged] : [], file };
      },
    });
  }

  /** The same lines for the clipboard. */
  async exportText(
    source: Source,
    keys: readonly Uint8Array[],
  ): Promise<{ text: string; truncated: boolean }> {
    const lines: string[] = [];
    let length = 0;
    for await (const live of liveAmong(source, keys)) {
      const line = `${exportLine(live)}\n`;
      length += line.length;
      if (length > maxTextLength) return { text: lines.join(''), truncated: true };
      lines.push(line);
    }
    return { text: lines.join(''), truncated: false };
  }

  /** Reads JSON Lines into the source as one atomic batch; a broken line is named by its number. */
  async importKeys(source: Source, given: string): Promise<string> {
    writeFace(source);
    const file = absolutePath(given);
    const found = await stat(file).catch(() => null);
    if (!found?.isFile()) throw new WalscopeError('NOT_FOUND', `There is no file ${file}: check the path.`);
    return this.#jobs.start({
      source: source.id,
      title: `Importing ${basename(file)} into ${source.info().name}`,
      unit: 'bytes',
      run: async ({ signal, progress }) => {
        const { changes, keys } = await readImport(createReadStream(file), {
          signal,
          onProgress: (done) => progress(done, found.size),
        });
        signal.throwIfAborted();
        if (changes.length > 0) await writeFace(source).batch(changes);
        return { kind: 'import', keys, lost: [], file };
      },
    });
  }
}

/** Those of the given keys that are there, with whole values. */
async function* liveAmong(source: Source, keys: readonly Uint8Array[]): AsyncGenerator<LiveKey> {
  for (const key of keys) {
    const facts = await source.value(key, 0, Number.MAX_SAFE_INTEGER);
    if (!facts || facts.expired) continue;
    yield { ...databaseKey(key), type: facts.type, value: facts.bytes, expireAt: facts.expireAt };
  }
}

async function* inOrder(first: Iterable<string>, then: AsyncIterable<string>): AsyncGenerator<string> {
  yield* first;
  yield* then;
}

async function writeWhole(file: string, lines: AsyncIterable<string>, signal: AbortSignal): Promise<void> {
  const temporary = `${file}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    const handle = await open(temporary, 'wx');
    try {
      for await (const chunk of lines) {
        signal.throwIfAborted();
        await handle.write(chunk);
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
