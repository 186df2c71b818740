import type { CrashPoint, Unsynced } from '../../shared/contract/crash.ts';
import type { HexRange } from '../ui/hex-layout.ts';
import type { PointRecord } from './point-record.ts';

/** What a preview tells about one file. Offsets in bytes. */
export interface FileAfter {
  /** Where it will end; null = it will not be there. */
  size: number | null;
  /** First byte that no fsync had proven. */
  proven: number;
}

/** The part of a preview that is about the file of the crash. */
export function fileAfter(
  preview: { files: readonly { file: string; sizeBytes: number | null }[]; provenOffset: CrashPoint | null },
  file: string,
): FileAfter {
  const size = preview.files.find((one) => one.file === file)?.sizeBytes ?? null;
  const proven = preview.provenOffset;
  return { size, proven: proven?.file === file ? proven.offset : 0 };
}

export const diskRanges = { kept: 0, zeroed: 1, gone: 2 } as const;

/** Bytes of a record as a power loss leaves them: what stays, what reads as zeros, what is gone. */
export function diskAfter(
  shown: Pick<PointRecord, 'bytes' | 'offset'>,
  after: FileAfter,
  unsynced: Unsynced,
): { bytes: Uint8Array; ranges: HexRange[] } {
  const length = shown.bytes.length;
  const within = (offset: number) => Math.min(length, Math.max(0, offset - shown.offset));
  const end = within(after.size ?? 0);
  const kept = unsynced === 'zeroed' ? Math.min(end, within(after.proven)) : end;
  const bytes = shown.bytes.slice();
  bytes.fill(0, kept, end);
  const all: HexRange[] = [
    { id: diskRanges.kept, offset: 0, length: kept, shade: 'ok' },
    { id: diskRanges.zeroed, offset: kept, length: end - kept, shade: 'zero' },
    { id: diskRanges.gone, offset: end, length: length - end, shade: 'gone' },
  ];
  return { bytes, ranges: all.filter((range) => range.length > 0) };
}
