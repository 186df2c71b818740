import { equalBytes } from '../../../shared/bytes.ts';
import { decodeSeal, type Seal, sealLength } from '../format/seal.ts';
import type { Salt } from '../format/segment-header.ts';
import type { FileHandle } from '../fs/file-system.ts';

/** The seal at `offset`; null when there is none or it does not match its checksum. */
export async function readSeal(handle: FileHandle, offset: number, salt: Salt): Promise<Seal | null> {
  const bytes = new Uint8Array(sealLength);
  const length = await handle.read(bytes, offset);
  return length === sealLength ? decodeSeal(bytes, 0, salt) : null;
}

/** What is wrong with a seal, given where the segment ended and the SHA-256 of its bytes (null = not taken). */
export function sealProblem(
  seal: Seal | null,
  end: { offset: number; chain: number },
  sha256: Uint8Array | null,
): string | null {
  if (seal === null) return 'the seal of the segment does not match its checksum';
  if (seal.offset !== end.offset || seal.chain !== end.chain) {
    return 'the seal of the segment is not that of its frames';
  }
  if (sha256 !== null && !equalBytes(sha256, seal.sha256)) {
    return 'the SHA-256 of the segment is not the one in its seal';
  }
  return null;
}
