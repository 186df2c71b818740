import { WalscopeError } from '../../shared/errors.ts';
import type { FileSystem } from '../engine/fs/file-system.ts';

const chunkBytes = 1024 * 1024;

/** Overwrites `length` bytes with zeros; the file does not grow. */
export async function zeroRange(
  path: string,
  offset: number,
  length: number,
  fileSystem: FileSystem,
): Promise<void> {
  const file = await fileSystem.open(path, 'write');
  try {
    const end = Math.min(offset + length, await file.size());
    for (let at = offset; at < end; at += chunkBytes) {
      await file.write(new Uint8Array(Math.min(chunkBytes, end - at)), at);
    }
  } finally {
    await file.close();
  }
}

export async function cutFile(path: string, length: number, fileSystem: FileSystem): Promise<void> {
  const file = await fileSystem.open(path, 'write');
  try {
    await file.truncate(length);
  } finally {
    await file.close();
  }
}

export async function replaceFile(path: string, bytes: Uint8Array, fileSystem: FileSystem): Promise<void> {
  const file = await fileSystem.open(path, 'open-or-create');
  try {
    await file.write(bytes, 0);
    await file.truncate(bytes.length);
  } finally {
    await file.close();
  }
}

/** Bit 0 is the least significant. Throws INVALID_ARGUMENT behind the end of the file. */
export async function flipBit(
  path: string,
  offset: number,
  bit: number,
  fileSystem: FileSystem,
): Promise<void> {
  const file = await fileSystem.open(path, 'write');
  try {
    const byte = new Uint8Array(1);
    if ((await file.read(byte, offset)) === 0) {
      throw new WalscopeError('INVALID_ARGUMENT', `There is no byte ${offset} in ${path}.`);
    }
    await file.write(Uint8Array.of((byte[0] as number) ^ (1 << bit)), offset);
  } finally {
    await file.close();
  }
}
