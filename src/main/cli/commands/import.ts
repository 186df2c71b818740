import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { WalscopeError } from '../../../shared/errors.ts';
import { plural } from '../../../shared/words.ts';
import { type Import, readImport } from '../../service/transfer/import-lines.ts';
import type { Invocation, Run } from '../command.ts';
import { requireDatabase } from '../database.ts';
import { openForWriting, refuseReadOnly, requireWalscope } from '../directory.ts';
import { tellSkippedLibrary, writeJson } from '../output.ts';
import { Progress } from '../progress.ts';

export const run: Run = async (invocation, directory: string, file: string) => {
  const { io, common } = invocation;
  refuseReadOnly(common);
  // All of it is read and checked before the directory is touched or even created.
  await requireWalscope(directory, true);
  const { changes, keys, libraries } = await readFile(invocation, file);
  const store = await openForWriting(invocation, directory, { create: true });
  try {
    if (changes.length > 0) await store.batch(changes);
  } finally {
    await store.close();
  }
  if (common.json) await writeJson(io, { keys });
  else await io.write(`${plural(keys, 'key')} imported\n`);
  for (const name of libraries) tellSkippedLibrary(io, name, 'walscope');
  return libraries.length > 0 ? 1 : 0;
};

interface Read extends Import {
  /** Names of those that were left out. */
  libraries: readonly string[];
}

async function readFile({ io, common }: Invocation, file: string): Promise<Read> {
  const libraries: string[] = [];
  const options = {
    db: requireDatabase(common),
    signal: io.signal,
    onLibrary: (name: string) => void libraries.push(name),
  };
  if (file === '-') return { ...(await readImport(io.stdin, options)), libraries };
  const size = await sizeOf(file);
  const progress = new Progress(io, 'Reading');
  try {
    const onProgress = (doneBytes: number) => progress.update(doneBytes, size);
    return { ...(await readImport(createReadStream(file), { ...options, onProgress })), libraries };
  } finally {
    progress.end();
  }
}

async function sizeOf(file: string): Promise<number> {
  const found = await stat(file).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ENOENT') throw cause;
    throw new WalscopeError('NOT_FOUND', `${file} is not there: check the path.`, { cause });
  });
  if (!found.isDirectory()) return found.size;
  throw new WalscopeError('INVALID_ARGUMENT', `${file} is a directory: name a file of JSON Lines.`);
}
