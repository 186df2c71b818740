import type { Fault } from '../../shared/contract/crash.ts';
import type { HexRange } from '../ui/hex-layout.ts';
import type { PointRecord } from './point-record.ts';

/** The faults that fall on the bytes shown, to be marked in them. */
export function faultRanges(
  shown: Pick<PointRecord, 'file' | 'offset' | 'bytes'>,
  faults: readonly Fault[],
): HexRange[] {
  return faults.flatMap((fault, id): HexRange[] => {
    if (fault.file !== shown.file) return [];
    if (fault.kind === 'delete') return [{ id, offset: 0, length: shown.bytes.length, shade: 'bad' }];
    const length = fault.kind === 'flip' ? 1 : fault.length;
    const start = Math.max(0, fault.offset - shown.offset);
    const end = Math.min(shown.bytes.length, fault.offset + length - shown.offset);
    if (end <= start) return [];
    return [{ id, offset: start, length: end - start, shade: fault.kind === 'flip' ? 'bad' : 'zero' }];
  });
}
