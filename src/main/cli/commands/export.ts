import { dirname, resolve } from 'node:path';
import { WalscopeError } from '../../../shared/errors.ts';
import { plural } from '../../../shared/words.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { nodeFileSystem } from '../../engine/fs/node-file-system.ts';
import { holdingFiles } from '../../formats/held-files.ts';
import { liveKeys } from '../../formats/log/live-keys.ts';
import type { Log } from '../../formats/log/log.ts';
import { requireOutside } from '../../service/storage/outside.ts';
import { exportLines, libraryLines } from '../../service/transfer/export-lines.ts';
import type { ExitCode, Invocation, Run } from '../command.ts';
import { refusesDamage, tellLosses } from '../damage.ts';
import { readDirectory, readFileSystem } from '../directory.ts';
import { Progress } from '../progress.ts';

interface Options {
  salvage?: boolean;
  out?: string;
}

export const run: Run<Options> = (invocation, directory: string) =>
  holdingFiles(readFileSystem, (files) => exportKeys(invocation, directory, files));

async function exportKeys(
  invocation: Invocation<Options>,
  directory: string,
  fileSystem: FileSystem,
): Promise<ExitCode> {
  const { io, options } = invocation;
  if (goesIntoFile(options)) await requireFile(directory, options.out);
  const { log } = await readDirectory(invocation, directory, { fileSystem, decodeValues: true });
  const salvage = options.salvage ?? false;
  if (refusesDamage(io, log, salvage)) return 1;
  const keys = linesOf(invocation, log, fileSystem);
  if (goesIntoFile(options))
    io.tell(`${plural(await writeFile(keys, resolve(options.out)), 'key')} written to ${options.out}`);
  else for await (const lines of keys) await io.write(lines);
  return tellLosses(io, log);
}

function goesIntoFile(options: Options): options is Options & { out: string } {
  return options.out !== undefined && options.out !== '-';
}

/** What is exported must not be written over. */
async function requireFile(source: string, path: string): Promise<void> {
  await requireOutside(source, path);
  if ((await nodeFileSystem.stat(path))?.isDirectory)
    throw new WalscopeError('INVALID_ARGUMENT', `${path} is a directory: name a file.`);
}

async function* linesOf(
  { io, common, options }: Invocation<Options>,
  log: Log,
  fileSystem: FileSystem,
): AsyncGenerator<string> {
  const progress = new Progress(io, 'Writing');
  const total = log.table.newestOfEachKey(options.salvage).length;
  const salvage = options.salvage ?? false;
  const keys = liveKeys(log, fileSystem, { salvage, db: common.db, signal: io.signal });
  if (common.db === null) yield* libraryLines(log.libraries ?? []);
  yield* exportLines(keys, (count) => progress.update(count, total));
  progress.end();
}

/** The file appears whole or not at all. */
async function writeFile(keys: AsyncIterable<string>, path: string): Promise<number> {
  const temporary = `${path}.${process.pid}.walscope-new`;
  let position = 0;
  let count = 0;
  const handle = await nodeFileSystem.open(temporary, 'create').catch((cause: unknown) => {
    throw new WalscopeError('IO', `${path} cannot be written: ${(cause as Error).message}.`, { cause });
  });
  try {
    for await (const lines of keys) {
      const bytes = Buffer.from(lines);
      await handle.write(bytes, position);
      position += bytes.length;
      count += lines.split('\n').length - 1;
    }
    await handle.sync();
    await handle.close();
    await nodeFileSystem.rename(temporary, path);
    await nodeFileSystem.syncDirectory(dirname(path));
    return count;
  } catch (error) {
    await handle.close();
    await nodeFileSystem.unlink(temporary);
    throw error;
  }
}
