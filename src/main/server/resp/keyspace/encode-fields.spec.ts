import { expect, it } from 'vitest';
import { decodePatchHead, encodePatch, PatchedBytes } from '../../../engine/format/patch.ts';
import { Fields } from '../../../formats/redis/commands/fields.ts';
import type { Structure } from '../../../formats/redis/commands/value.ts';
import type { HashField } from '../../../formats/redis/value.ts';
import { valueContent } from '../../../formats/redis/value-json.ts';
import { encodeStructure } from './encode-structure.ts';
import { JoinedBlocks } from './joined-blocks.ts';

type Change = (fields: Fields) => void;

const count = 1000;
/** Every third field has a deadline, 100 in a second. */
const fieldOf = (i: number): HashField => ({
  value: `value ${i}`,
  expireAt: i % 3 === 0 ? 1000 + 10 * i : null,
});

function bytesOf(blocks: JoinedBlocks): Buffer {
  const bytes = Buffer.alloc(blocks.length);
  blocks.writeTo(bytes);
  return bytes;
}

const jsonText = (blocks: JoinedBlocks | null): string => (blocks === null ? '' : bytesOf(blocks).toString());
const jsonOf = (bytes: Uint8Array): unknown => JSON.parse(Buffer.from(bytes).toString('latin1'));

it('writes a hash with deadlines of single fields by what has changed, or has come to its end', () => {
  const fields = new Fields(Array.from({ length: count }, (_, i) => [`field ${i}`, fieldOf(i)]));
  const hash: Structure = { type: 'hash', fields };
  const steps: [nowMs: number, change: Change][] = [
    [500, () => undefined],
    [500, (all) => all.set('field 7', { value: 'other', expireAt: null })],
    [600, (all) => all.set('field 8', { value: 'expires', expireAt: 700 })],
    [700, () => undefined],
    [2000, (all) => all.delete('field 999')],
    [2500, (all) => all.set('new', { value: 'one', expireAt: 1e6 })],
    [11_100, () => undefined],
    [2e6, () => undefined],
    [2e6, (all) => all.set('field 3', { value: 'again', expireAt: null })],
  ];
  let before: JoinedBlocks | null = null;
  for (const [nowMs, change] of steps) {
    change(fields);
    const encoded = encodeStructure(hash, nowMs, before);
    expect(encoded).toBeInstanceOf(JoinedBlocks);
    const made = encoded as JoinedBlocks;
    const bytes = bytesOf(made);
    expect(jsonOf(bytes)).toEqual(jsonOf(valueContent(hash, { scores: 'shortest', nowMs })));
    if (before !== null && made.steps !== null) {
      const value = new PatchedBytes(bytesOf(before));
      const patch = encodePatch({ offset: 0, length: 1, seq: 1 }, 2, made.length, made.steps);
      const head = decodePatchHead(patch, 2);
      expect(head !== null && value.take(patch, head)).toBe(true);
      expect(Buffer.from(value.join()).equals(bytes)).toBe(true);
      if (nowMs <= 700) expect(made.newBytes).toBeLessThan(bytes.length / 10);
    }
    // Without any deadline the record is made up in another way.
    const lost = !jsonText(before).includes('fieldExpireAt') !== !bytes.includes('fieldExpireAt');
    if (before !== null) expect(made.steps === null).toBe(lost);
    before = made;
  }
});
