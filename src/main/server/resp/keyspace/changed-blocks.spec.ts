import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodePatchHead, encodePatch, PatchedBytes } from '../../../engine/format/patch.ts';
import { changedBlocks } from './changed-blocks.ts';
import { JoinedBlocks } from './joined-blocks.ts';

/** Blocks are the same only if they are the same objects: there are a few that come again and again. */
const known = Array.from({ length: 6 }, (_, i) => Buffer.from(`known ${i}`.repeat(i)));
const anyBlock = fc.oneof(
  fc.constantFrom(...known),
  fc.string({ unit: fc.constantFrom('a', 'b', ','), maxLength: 12 }).map((text) => Buffer.from(text)),
);
const anyBlocks = fc.array(anyBlock, { maxLength: 12 });
const anyText = fc.constantFrom('', '{"value":[', '{"value":[1', ']}', '],"stream":{}}');
const anyParts = fc.tuple(anyText, anyBlocks, anyText, anyBlocks, anyText);

function bytesOf(blocks: JoinedBlocks): Buffer {
  const bytes = Buffer.alloc(blocks.length);
  blocks.writeTo(bytes);
  return bytes;
}

it('says of any two versions what makes one of the other', () => {
  fc.assert(
    fc.property(anyParts, anyParts, (before, after) => {
      const old = new JoinedBlocks(before);
      const made = new JoinedBlocks(after, old);
      const patch = encodePatch({ offset: 0, length: 1, seq: 1 }, 2, made.length, made.steps ?? []);
      const value = new PatchedBytes(bytesOf(old));
      const head = decodePatchHead(patch, 2);
      expect(head !== null && value.take(patch, head)).toBe(true);
      expect(Buffer.from(value.join()).toString()).toBe(bytesOf(made).toString());
    }),
    { numRuns: 3000 },
  );
});

it('says no more than what has changed', () => {
  const blocks = Array.from({ length: 100 }, (_, i) => Buffer.from(`"element ${i}","and another one"`));
  const lengthOf = (after: Buffer[]): number =>
    (changedBlocks(['[', blocks, ']'], ['[', after, ']']) ?? []).reduce(
      (sum, { insert }) => sum + insert.length,
      0,
    );
  const longer = Buffer.from(`${blocks[50]},"new"`);
  expect(lengthOf(blocks)).toBe(0);
  expect(lengthOf(blocks.with(50, longer))).toBe(',"new"'.length);
  expect(lengthOf(blocks.with(50, longer).with(70, longer))).toBeLessThan(60);
  // A block that was cut in two, elements that came at the front, and some that went.
  expect(
    lengthOf([...blocks.slice(0, 9), Buffer.from('"a"'), Buffer.from('"b"'), ...blocks.slice(10)]),
  ).toBeLessThan(8);
  expect(lengthOf([Buffer.from('"first"'), ...blocks])).toBe('"first",'.length);
  expect(lengthOf(blocks.slice(20, 90))).toBe(0);
});

it('does not compare what is not made up alike', () => {
  expect(changedBlocks(['[', [], ']'], ['[', [], ',', [], ']'])).toBeNull();
  expect(changedBlocks(['[', [], ']'], [[], '[', ']'])).toBeNull();
});
