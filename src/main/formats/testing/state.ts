import { looseText, toBase64, utf8 } from '../../../shared/bytes.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import { MemoryFileSystem } from '../../engine/fs/memory-file-system.ts';
import { liveKeys } from '../log/live-keys.ts';
import type { Log } from '../log/log.ts';

/** What a key looks like in expected.json. */
export interface ExpectedKey {
  type: string;
  value: unknown;
  expireAt: number | null;
  fieldExpireAt?: Record<string, number>;
  stream?: unknown;
}

/** The live keys of each database, as `export` gives them: database → base64 of key → the rest of its line. */
export async function stateOf(
  log: Log,
  fileSystem: FileSystem,
  options: { salvage?: boolean; nowMs?: number } = {},
): Promise<Record<string, Record<string, ExpectedKey>>> {
  const state: Record<string, Record<string, ExpectedKey>> = Object.create(null) as typeof state;
  for await (const { db, key, type, value, expireAt } of liveKeys(log, fileSystem, options)) {
    const content =
      type === 'string' || type === 'module' ? { value: toBase64(value) } : JSON.parse(looseText(value));
    state[`db${db}`] ??= {};
    (state[`db${db}`] as Record<string, ExpectedKey>)[toBase64(key)] = { type, ...content, expireAt };
  }
  return state;
}

/** A directory in memory with these files; names may have one folder before them. */
export async function memoryDirectory(
  directory: string,
  files: Record<string, Uint8Array | string>,
): Promise<MemoryFileSystem> {
  const fileSystem = new MemoryFileSystem();
  await fileSystem.mkdir(directory);
  for (const [name, content] of Object.entries(files)) {
    const folder = name.split('/').slice(0, -1).join('/');
    if (folder && !(await fileSystem.stat(`${directory}/${folder}`))) {
      await fileSystem.mkdir(`${directory}/${folder}`);
    }
    const handle = await fileSystem.open(`${directory}/${name}`, 'create');
    await handle.write(typeof content === 'string' ? utf8(content) : content, 0);
    await handle.close();
  }
  return fileSystem;
}
