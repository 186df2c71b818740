import type { FileHandle } from '../../engine/fs/file-system.ts';

const maxProbedBytes = 4096;

/** Whether a file begins as an RDB does, be it one or a log with an RDB before its commands. */
export async function beginsAsRdb(handle: FileHandle): Promise<boolean> {
  return /^(?:REDIS|VALKEY)/.test(await beginning(handle));
}

/** The first bytes, as Latin-1. */
export async function beginning(handle: FileHandle): Promise<string> {
  const bytes = Buffer.alloc(maxProbedBytes);
  return bytes.toString('latin1', 0, await handle.read(bytes, 0));
}
