import type { FileHandle } from '../../../engine/fs/file-system.ts';

export type ReadHandle = Pick<FileHandle, 'read' | 'readSync'>;

/** The file as it would read with one bit turned back. Nothing is written. */
export function flippedHandle(handle: ReadHandle, flip: { offset: number; bit: number }): ReadHandle {
  const turn = (target: Uint8Array, position: number, read: number) => {
    const at = flip.offset - position;
    if (at >= 0 && at < read) target[at] = (target[at] as number) ^ (1 << flip.bit);
    return read;
  };
  return {
    read: async (target, position) => turn(target, position, await handle.read(target, position)),
    readSync: (target, position) => turn(target, position, handle.readSync(target, position)),
  };
}
