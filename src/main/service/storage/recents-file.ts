import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type Recent, recent } from '../../../shared/contract/app.ts';
import { maxRecents } from '../../../shared/limits.ts';
import { JsonFile } from './json-file.ts';

type StoredRecent = Omit<Recent, 'exists'>;
const storedRecents: z.ZodType<StoredRecent[]> = z.array(recent.omit({ exists: true })).max(maxRecents);

/** Directories and files that were open lately, the latest first. Whether they are still there is looked up when asked. */
export class Recents {
  readonly #file: JsonFile<StoredRecent[]>;

  constructor(dataDirectory: string) {
    this.#file = new JsonFile(join(dataDirectory, 'recents.json'), storedRecents, []);
  }

  async list(): Promise<Recent[]> {
    const stored = await this.#file.read();
    return Promise.all(
      stored.map(async (entry) => ({ ...entry, exists: (await statsAt(entry.path)) !== null })),
    );
  }

  async remember(opened: Omit<StoredRecent, 'isFile'>): Promise<void> {
    const entry = { ...opened, isFile: (await statsAt(opened.path))?.isFile() ?? false };
    await this.#file.update((all) =>
      [entry, ...all.filter((other) => other.path !== entry.path)].slice(0, maxRecents),
    );
  }

  async forget(path: string): Promise<void> {
    await this.#file.update((all) => all.filter((entry) => entry.path !== path));
  }
}

/** null = nothing is there, or it may not be looked at. */
async function statsAt(path: string): Promise<Stats | null> {
  return stat(path).catch(() => null);
}
