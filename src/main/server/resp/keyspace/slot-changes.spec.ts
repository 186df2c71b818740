import { expect, it } from 'vitest';
import { typeCode } from '../../../../shared/codes.ts';
import { MemoryFileSystem } from '../../../engine/fs/memory-file-system.ts';
import { open } from '../../../engine/open.ts';
import { Members } from '../../../formats/redis/commands/members.ts';
import type { Value } from '../../../formats/redis/commands/value.ts';
import { Deque } from '../../../formats/redis/deque.ts';
import { emptySlot, type Slot } from './slot.ts';
import { SlotCache } from './slot-cache.ts';
import { SlotChanges } from './slot-changes.ts';
import { encodeValue } from './value-codec.ts';

const elements = (count: number, text: string) => Array.from({ length: count }, (_, i) => text + i);
const slotOf = (key: string, value: Value | null): Slot => ({ ...emptySlot(0, key), value });

/** Large ones, one of which is longer than what is used again, between small ones. */
const values: (Value | null)[] = [
  { type: 'list', items: new Deque(elements(3000, 'a')) },
  { type: 'set', members: new Members(elements(3, 'b')) },
  { type: 'set', members: new Members(elements(5000, 'c')) },
  null,
  { type: 'list', items: new Deque(elements(200, 'd'.repeat(50_000))) },
  { type: 'set', members: new Members(elements(2000, 'e')) },
];

it('writes several structures of a commit, large ones and small ones, each under its key', async () => {
  const store = await open('/dir', { fileSystem: new MemoryFileSystem() });
  const slots = values.map((value, i) => slotOf(`key ${i}`, value));
  const changes = new SlotChanges(slots, new SlotCache(1e9), 0);
  const lengths = values.map((value) => (value === null ? 0 : encodeValue(value, 0).length));
  expect(changes.bytes).toBeGreaterThan(lengths.reduce((sum, length) => sum + length));
  await store.batchOf(changes);
  for (const [i, value] of values.entries()) {
    const stored = store.getSync(`key ${i}`);
    if (value === null) expect(stored).toBeNull();
    else {
      expect(Buffer.from(stored as Uint8Array).equals(encodeValue(value, 0))).toBe(true);
      expect(typeCode(store.locate(`key ${i}`)?.type ?? 'string')).toBe(typeCode(value.type));
    }
  }
  await store.close();
});
