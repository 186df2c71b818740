import { once } from 'node:events';
import { createWriteStream, type Stats } from 'node:fs';
import { chmod, realpath, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { WalscopeError } from '../../shared/errors.ts';
import { nodeFileSystem } from '../engine/fs/node-file-system.ts';
import { writeTo } from './io.ts';

/**
 * Writes a file that appears whole or not at all. Behind a link its file is replaced, and the link stays. What is no
 * file, as a pipe or /dev/null, must not be replaced: that is written into.
 */
export async function writeOutputFile(chunks: AsyncIterable<string>, name: string): Promise<void> {
  const path = await realpath(name).catch(() => resolve(name));
  const there = await stat(path).catch(() => null);
  if (there !== null && !there.isFile()) await writeInto(path, chunks);
  else await replace(path, there, chunks);
}

async function writeInto(path: string, chunks: AsyncIterable<string>): Promise<void> {
  const stream = createWriteStream(path);
  // Told by the write that fails.
  stream.on('error', () => undefined);
  try {
    for await (const chunk of chunks) await writeTo(stream, chunk);
    stream.end();
    await once(stream, 'close');
  } finally {
    stream.destroy();
  }
}

async function replace(path: string, there: Stats | null, chunks: AsyncIterable<string>): Promise<void> {
  const temporary = `${path}.${process.pid}.walscope-new`;
  let position = 0;
  const handle = await nodeFileSystem.open(temporary, 'create').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ENOENT') throw cause;
    throw new WalscopeError('NOT_FOUND', `${dirname(path)} is not there: make it first.`, { cause });
  });
  try {
    // What nobody else could read stays so.
    if (there !== null) await chmod(temporary, there.mode & 0o777);
    for await (const chunk of chunks) {
      const bytes = Buffer.from(chunk);
      await handle.write(bytes, position);
      position += bytes.length;
    }
    await handle.sync();
    await handle.close();
    await nodeFileSystem.rename(temporary, path);
    await nodeFileSystem.syncDirectory(dirname(path));
  } catch (error) {
    await handle.close();
    await nodeFileSystem.unlink(temporary).catch(() => undefined);
    throw error;
  }
}
