import { crc32 } from './crc32.ts';
import { formatVersion } from './decoded.ts';
import { readU64, viewOf, writeU64 } from './integers.ts';

/**
 * How far an fsync has proven the log. Two slots are written in turn, each in place, so that one of them is whole
 * whatever becomes of the other. See docs/format.md.
 */
export interface DurableMark {
  storeId: Uint8Array;
  /** Rises by one with each mark; its lowest bit says which slot. */
  generation: number;
  /** All records up to this sequence number are on the disk. */
  seq: number;
  segment: number;
  /** All bytes of that segment before this offset are. */
  offset: number;
  timeMs: number;
}

export const durableSlotLength = 64;
export const durableFileLength = 2 * durableSlotLength;
const magic = 0x314d4457; // "WDM1"

export const slotOffset = (generation: number): number => (generation % 2) * durableSlotLength;

export function encodeDurableMark(mark: DurableMark): Uint8Array {
  const bytes = new Uint8Array(durableSlotLength);
  const view = viewOf(bytes);
  view.setUint32(0, magic, true);
  view.setUint32(8, formatVersion, true);
  bytes.set(mark.storeId, 12);
  writeU64(view, 28, mark.generation);
  writeU64(view, 36, mark.seq);
  view.setUint32(44, mark.segment, true);
  writeU64(view, 48, mark.offset);
  writeU64(view, 56, mark.timeMs);
  view.setUint32(4, crc32(bytes, 8, durableSlotLength), true);
  return bytes;
}

/** `whole`, never written (all zeros), or not what was written. */
export type SlotState = 'whole' | 'empty' | 'damaged';

export interface DurableMarkRead {
  /** The newer of the whole slots. */
  mark: DurableMark | null;
  slots: readonly [SlotState, SlotState];
}

export function decodeDurableFile(bytes: Uint8Array): DurableMarkRead {
  const first = decodeSlot(bytes.subarray(0, durableSlotLength), 0);
  const second = decodeSlot(bytes.subarray(durableSlotLength, durableFileLength), 1);
  const marks = [first.mark, second.mark].filter((mark) => mark !== null);
  const newest = marks.reduce<DurableMark | null>(
    (best, mark) => (best === null || mark.generation > best.generation ? mark : best),
    null,
  );
  return { mark: newest, slots: [first.state, second.state] };
}

function decodeSlot(bytes: Uint8Array, parity: number): { mark: DurableMark | null; state: SlotState } {
  if (bytes.length < durableSlotLength) return { mark: null, state: 'damaged' };
  if (bytes.every((byte) => byte === 0)) return { mark: null, state: 'empty' };
  const view = viewOf(bytes);
  const whole =
    view.getUint32(0, true) === magic &&
    view.getUint32(4, true) === crc32(bytes, 8) &&
    view.getUint32(8, true) === formatVersion;
  const generation = whole ? readU64(view, 28) : 0;
  if (!whole || generation % 2 !== parity) return { mark: null, state: 'damaged' };
  return {
    state: 'whole',
    mark: {
      storeId: bytes.slice(12, 28),
      generation,
      seq: readU64(view, 36),
      segment: view.getUint32(44, true),
      offset: readU64(view, 48),
      timeMs: readU64(view, 56),
    },
  };
}
