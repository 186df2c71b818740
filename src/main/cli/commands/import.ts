import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { WalscopeError } from '../../../shared/errors.ts';
import { plural } from '../../../shared/words.ts';
import { readImport } from '../../service/transfer/import-lines.ts';
import type { Invocation, Run } from '../command.ts';
import { requireDatabase } from '../database.ts';
import { openForWriting, refuseReadOnly, requireWalscope } from '../directory.ts';
import { writeJson } from '../output.ts';
import { Progress } from '../progress.ts';

export const run: Run = async (invocation, directory: string, file: string) => {
  const { io, common } = invocation;
  refuseReadOnly(common);
  // All of it is read and checked before the directory is touched or even created.
  await requireWalscope(directory, true);
  const { changes, keys } = await readFile(invocation, file);
  const store = await openForWriting(invocation, directory, { create: true });
  try {
    if (changes.length > 0) await store.batch(changes);
  } finally {
    await store.close();
  }
  if (common.json) await writeJson(io, { keys });
  else await io.write(`${plural(keys, 'key')} imported\n`);
  return 0;
};

async function readFile({ io, common }: Invocation, file: string): ReturnType<typeof readImport> {
  const db = requireDatabase(common);
  if (file === '-') return readImport(io.stdin, { db, signal: io.signal });
  const { size } = await stat(file).catch((cause: unknown) => {
    throw new WalscopeError('NOT_FOUND', `${file} cannot be read: ${(cause as Error).message}.`, { cause });
  });
  const progress = new Progress(io, 'Reading');
  try {
    const onProgress = (doneBytes: number) => progress.update(doneBytes, size);
    return await readImport(createReadStream(file), { db, signal: io.signal, onProgress });
  } finally {
    progress.end();
  }
}
