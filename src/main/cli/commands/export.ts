import { resolve } from 'node:path';
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
import { writeOutputFile } from '../output-file.ts';
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
  let keys = 0;
  const lines = linesOf(invocation, log, fileSystem, (count) => {
    keys = count;
  });
  if (goesIntoFile(options)) {
    await writeOutputFile(lines, options.out);
    io.tell(`${plural(keys, 'key')} written to ${options.out}`);
  } else for await (const chunk of lines) await io.write(chunk);
  return tellLosses(io, log);
}

function goesIntoFile(options: Options): options is Options & { out: string } {
  return options.out !== undefined && options.out !== '-';
}

/** What is exported must not be written over. */
async function requireFile(source: string, path: string): Promise<void> {
  await requireOutside(source, path);
  if ((await nodeFileSystem.stat(resolve(path)))?.isDirectory)
    throw new WalscopeError('INVALID_ARGUMENT', `${path} is a directory: name a file.`);
}

async function* linesOf(
  { io, common, options }: Invocation<Options>,
  log: Log,
  fileSystem: FileSystem,
  onKey: (count: number) => void,
): AsyncGenerator<string> {
  // A bar would stand among the lines.
  const isAmongLines = io.writesToTerminal && !goesIntoFile(options);
  const progress = new Progress(isAmongLines ? { terminal: null } : io, 'Writing');
  const total = log.table.newestOfEachKey(options.salvage).length;
  const salvage = options.salvage ?? false;
  const keys = liveKeys(log, fileSystem, { salvage, db: common.db, signal: io.signal });
  try {
    if (common.db === null) yield* libraryLines(log.libraries ?? []);
    yield* exportLines(keys, (count) => {
      onKey(count);
      progress.update(count, total);
    });
  } finally {
    // However it ends: a bar that is left behind would keep the process alive.
    progress.end();
  }
}
