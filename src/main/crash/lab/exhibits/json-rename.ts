import { jsonFile, jsonSubject, type Save } from './json-file.ts';
import { writeBeside } from './write-beside.ts';

/** A new file is written beside the old one and renamed over it. `sync`: the new file has an fsync before that. */
const saveBeside =
  ({ sync }: { sync: boolean }): Save =>
  (fileSystem, directory, text) =>
    writeBeside({ fileSystem, path: `${directory}/${jsonFile}`, content: text, sync });

/** The name may get to the disk before the bytes do. */
export const jsonRename = jsonSubject('json-rename', saveBeside({ sync: false }));

/** The bytes are there, but nothing makes the new name durable: the directory has no fsync. */
export const jsonRenameFsync = jsonSubject('json-rename-fsync', saveBeside({ sync: true }));
