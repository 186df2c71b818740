import { looseText, utf8 } from '../../../../../shared/bytes.ts';
import type { FileHandle } from '../../../../engine/fs/file-system.ts';
import { AppendFile } from '../../exhibits/append-file.ts';
import { decodeChanges, encodeChange } from '../../exhibits/guide-record.ts';
import { KeySpace } from '../../exhibits/key-space.ts';
import { type Change, type OpenSubject, Refusal } from '../../subject.ts';
import { modelSubject, type Opened, type Persistence } from './model-store.ts';

/** The table is written in one of two places in turn, so that the other one is whole. */
const tableBytes = 2048;

/**
 * PostgreSQL's checkpoint up to 11.1: data is written and synced, and a failed fsync is tried again at the next
 * attempt; once it succeeds the log before it is recycled. A failed fsync of the log itself ends the server.
 */
export const postgresCheckpoint = modelSubject('postgres-2018', openCluster);

async function openCluster({ fileSystem, directory, fsync }: OpenSubject): Promise<Opened> {
  const { file: log, content } = await AppendFile.open(fileSystem, `${directory}/wal`);
  const table = await fileSystem.open(`${directory}/table`, 'open-or-create');
  await fileSystem.syncDirectory(directory);
  const before = newest(await fileSystem.readFile(`${directory}/table`));
  const { changes, end } = decodeChanges(content);
  if (end < content.length) await log.truncate(end);
  const all = [...before.changes, ...changes];
  return { changes: all, persistence: new Cluster(log, table, before.checkpoint, all, fsync === 'always') };
}

interface Table {
  checkpoint: number;
  changes: Change[];
}

/** The newer of the two that can be read. */
function newest(bytes: Uint8Array): Table {
  const tables = [0, tableBytes].map((at) => tableIn(bytes.subarray(at, at + tableBytes)));
  return tables.reduce((best, table) => (table.checkpoint > best.checkpoint ? table : best));
}

function tableIn(bytes: Uint8Array): Table {
  try {
    return JSON.parse(looseText(bytes).trim()) as Table;
  } catch {
    return { checkpoint: 0, changes: [] };
  }
}

class Cluster implements Persistence {
  readonly #log: AppendFile;
  readonly #table: FileHandle;
  readonly #keys = new KeySpace();
  readonly #syncs: boolean;
  #checkpoint: number;
  #hasEnded = false;

  constructor(
    log: AppendFile,
    table: FileHandle,
    checkpoint: number,
    changes: readonly Change[],
    syncs: boolean,
  ) {
    this.#log = log;
    this.#table = table;
    this.#checkpoint = checkpoint;
    this.#syncs = syncs;
    for (const change of changes) this.#keys.apply(change);
  }

  async write(changes: readonly Change[]): Promise<void> {
    if (this.#hasEnded) throw new Refusal('CLOSED', 'The server has ended.');
    try {
      await this.#log.append(Buffer.concat(changes.map(encodeChange)));
      if (this.#syncs) await this.#log.sync();
    } catch (error) {
      this.#hasEnded = true;
      throw error;
    }
    for (const change of changes) this.#keys.apply(change);
  }

  /** The checkpointer tries again after an error. */
  async compact(): Promise<void> {
    const next = this.#checkpoint + 1;
    const text = JSON.stringify({ checkpoint: next, changes: this.#keys.changes() });
    await this.#table.write(utf8(text.padEnd(tableBytes)), (next % 2) * tableBytes);
    await this.#table.sync().catch(() => this.#table.sync());
    this.#checkpoint = next;
    await this.#log.truncate(0);
  }

  sync(): Promise<void> {
    return this.#log.sync();
  }

  async close(): Promise<void> {
    await this.#log.close();
    await this.#table.close();
  }
}
