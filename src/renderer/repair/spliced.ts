import type { RepairPlace } from '../../shared/contract/repair.ts';
import type { Around } from '../crash/bytes-around.ts';
import type { HexRange } from '../ui/hex-layout.ts';

type Reading = RepairPlace['readings'][number];

/** The bytes in sight with a reading's in the place of those it replaces, which are marked; null when none is in sight. */
export function spliced(
  { offset, bytes }: Around,
  { offset: at, remove, insert }: Reading,
): { bytes: Uint8Array; ranges: HexRange[] } | null {
  const from = at - offset;
  if (from < 0 || from > bytes.length) return null;
  const behind = bytes.subarray(Math.min(bytes.length, from + remove));
  const whole = new Uint8Array(from + insert.length + behind.length);
  whole.set(bytes.subarray(0, from));
  whole.set(insert, from);
  whole.set(behind, from + insert.length);
  return { bytes: whole, ranges: [{ id: 0, offset: from, length: insert.length, shade: 'ok' }] };
}
