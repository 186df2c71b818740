import type { FileHandle } from '../../engine/fs/file-system.ts';
import type { Reading } from './reading.ts';

/** Where in a file a bit stands. */
export interface BitPlace {
  offset: number;
  /** 0 = the lowest. */
  bit: number;
}

/** The reading in which one bit is turned back, since a checksum holds with it; none where there is no such bit. */
export async function bitReadings(
  handle: Pick<FileHandle, 'read'>,
  file: string,
  place: BitPlace | null,
): Promise<Reading[]> {
  if (place === null) return [];
  const { offset, bit } = place;
  const byte = new Uint8Array(1);
  await handle.read(byte, offset);
  const insert = Uint8Array.of(byte[0]! ^ (1 << bit));
  return [
    {
      words: `bit ${bit} of byte ${offset} turned back`,
      proof: 'checksum',
      splice: { file, offset, remove: 1, insert },
    },
  ];
}
