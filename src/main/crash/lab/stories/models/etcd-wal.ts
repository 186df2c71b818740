import type { FileHandle } from '../../../../engine/fs/file-system.ts';
import { decodeChanges, encodeChange } from '../../exhibits/guide-record.ts';
import { sectorBytes } from '../../fates.ts';
import { type Change, type OpenSubject, Refusal } from '../../subject.ts';
import { modelSubject, type Opened, type Persistence, unsupported } from './model-store.ts';

/** Of the file, made before it is written to; etcd's have 64 MiB. */
const preallocatedBytes = 4096;

/**
 * etcd's log: a file of zeros that is filled from the front. Zeros end a start; so does a record that lacks whole
 * sectors, which is a torn write. Any other that does not match its checksum keeps the member from starting.
 */
export const etcdWal = modelSubject('etcd-wal-2019', openWal);

async function openWal({ fileSystem, directory, fsync }: OpenSubject): Promise<Opened> {
  const path = `${directory}/wal`;
  const isNew = (await fileSystem.stat(path)) === null;
  const file = await fileSystem.open(path, 'open-or-create');
  if (isNew) {
    await file.write(new Uint8Array(preallocatedBytes), 0);
    await file.sync();
    await fileSystem.syncDirectory(directory);
  }
  const content = await fileSystem.readFile(path);
  const { changes, end } = decodeChanges(content);
  if (!isBlank(content.subarray(end)) && !lacksSector(content, end)) {
    throw new Refusal('CORRUPT', 'walpb: crc mismatch, can only repair unexpected EOF.');
  }
  await file.write(new Uint8Array(Math.max(content.length - end, 0)), end);
  return { changes, persistence: new Wal(file, end, fsync === 'always') };
}

const isBlank = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0);

/** Whether the record that begins at `start` has a part of zeros between two borders of sectors. */
function lacksSector(content: Uint8Array, start: number): boolean {
  let last = content.length - 1;
  while (last > start && content[last] === 0) last -= 1;
  for (let at = start; at <= last; ) {
    const border = Math.min((Math.floor(at / sectorBytes) + 1) * sectorBytes, last + 1);
    if (isBlank(content.subarray(at, border))) return true;
    at = border;
  }
  return false;
}

class Wal implements Persistence {
  readonly #file: FileHandle;
  readonly #syncs: boolean;
  #end: number;

  constructor(file: FileHandle, end: number, syncs: boolean) {
    this.#file = file;
    this.#end = end;
    this.#syncs = syncs;
  }

  async write(changes: readonly Change[]): Promise<void> {
    const records = Buffer.concat(changes.map(encodeChange));
    await this.#file.write(records, this.#end);
    this.#end += records.length;
    if (this.#syncs) await this.#file.sync();
  }

  compact = unsupported;

  sync(): Promise<void> {
    return this.#file.sync();
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}
