import type { FileHandle, FileSystem } from '../../engine/fs/file-system.ts';
import { logFile, snapshotFile, withFile } from './files.ts';
import { isSpace, skipSpace } from './json-members.ts';

/** Of each file as much is looked at. */
const maxProbedBytes = 64 * 1024;

/**
 * Whether a directory holds a snapshot or a log as this engine writes them: JSON with its member names. Damage may
 * have hit any of them, so one that is left is enough.
 */
export async function isMiniRedisDirectory(directory: string, fileSystem: FileSystem): Promise<boolean> {
  const probe = (name: string) => withFile(directory, name, fileSystem, beginningOf);
  const snapshot = await probe(snapshotFile);
  if (
    snapshot !== null &&
    (isBlank(snapshot) || /"(timestamp|num_keys|data|value|expiry)"/.test(textOf(snapshot)))
  ) {
    return true;
  }
  const log = await probe(logFile);
  if (log === null || log[0] === 0x2a || textOf(log.subarray(0, 5)) === 'REDIS') return false;
  return log[skipSpace(log, 0)] === 0x7b || /"(op|key)": ?"/.test(textOf(log));
}

async function beginningOf(handle: FileHandle, size: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(Math.min(size, maxProbedBytes));
  return bytes.subarray(0, await handle.read(bytes, 0));
}

/** A snapshot whose data never arrived. */
function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0 || isSpace(byte));
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
