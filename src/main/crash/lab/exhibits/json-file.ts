import { looseText, utf8 } from '../../../../shared/bytes.ts';
import type { FileSystem } from '../../../engine/fs/file-system.ts';
import {
  type Answered,
  type Change,
  type Contents,
  type OpenSubject,
  Refusal,
  type Subject,
  type SubjectStore,
} from '../subject.ts';
import { believing, done, exhibitWorkloads, refusing } from './exhibit.ts';

/** Puts the whole state where it belongs. */
export type Save = (fileSystem: FileSystem, directory: string, text: Uint8Array) => Promise<void>;

export const jsonFile = 'snapshot.json';

/** A dict that is written out as one JSON file at every change; the ways of writing it are the exhibits. */
export function jsonSubject(name: string, save: Save): Subject {
  return {
    name,
    workloads: [...exhibitWorkloads, 'batches'],
    readsWithoutWriting: false,
    closingProves: false,
    open: (options) => refusing(() => openJson(options, save)),
  };
}

async function openJson({ fileSystem, directory }: OpenSubject, save: Save): Promise<SubjectStore> {
  if ((await fileSystem.stat(directory)) === null) await fileSystem.mkdir(directory);
  const path = `${directory}/${jsonFile}`;
  const there = (await fileSystem.stat(path)) !== null;
  const document: unknown = there ? JSON.parse(looseText(await fileSystem.readFile(path))) : {};
  const state = new Map(Object.entries(document as Record<string, string>));
  return new JsonStore(state, (text) => save(fileSystem, directory, text));
}

class JsonStore implements SubjectStore {
  readonly opening = believing;
  readonly #state: Map<string, string>;
  readonly #save: (text: Uint8Array) => Promise<void>;

  constructor(state: Map<string, string>, save: (text: Uint8Array) => Promise<void>) {
    this.#state = state;
    this.#save = save;
  }

  change(change: Change): Promise<Answered> {
    return this.batch([change]);
  }

  async batch(changes: readonly Change[]): Promise<Answered> {
    for (const change of changes) {
      if (change.op === 'delete') this.#state.delete(change.key);
      else this.#state.set(change.key, change.value);
    }
    await refusing(() => this.#save(utf8(JSON.stringify(Object.fromEntries(this.#state)))));
    return done;
  }

  /** It is always as small as it can be. */
  async compact(): Promise<void> {}

  async sync(): Promise<void> {
    throw new Refusal('UNSUPPORTED', 'It knows no fsync.');
  }

  async read(): Promise<{ contents: Contents; unreadable: readonly string[] }> {
    return { contents: new Map(this.#state), unreadable: [] };
  }

  async close(): Promise<void> {}
}
