import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../shared/bytes.ts';
import { lineDiff } from './line-diff.ts';
import { valueDiff } from './value-diff.ts';

const diff = (before: string | null, after: string | null) =>
  valueDiff(before === null ? null : utf8(before), after === null ? null : utf8(after)).map(
    ({ kind, text }) => `${kind} ${text}`,
  );

describe('what a staged change changes', () => {
  it('names the place in JSON', () => {
    expect(diff('{"items":[{"qty":2}],"a":1}', '{"items":[{"qty":3}],"b":1}')).toEqual([
      'place items[0].qty',
      'removed 2',
      'added 3',
      'place a',
      'removed 1',
      'place b',
      'added 1',
    ]);
  });

  it('shows lines of text, and lines where JSON is only spelt otherwise', () => {
    expect(diff('one\ntwo\nthree', 'one\n2\nthree')).toEqual([
      'same one',
      'removed two',
      'added 2',
      'same three',
    ]);
    expect(diff('{"a":1}', '{"a": 1}')).toEqual(['removed {"a":1}', 'added {"a": 1}']);
  });

  it('shows a new value and a deleted one whole', () => {
    expect(diff(null, 'x')).toEqual(['added x']);
    expect(diff('x', null)).toEqual(['removed x']);
  });

  it('shows the bytes that differ of what is no text', () => {
    expect(valueDiff(Uint8Array.of(1, 0xff, 3, 4), Uint8Array.of(1, 0xfe, 4))).toEqual([
      { kind: 'place', text: 'from byte 1 on' },
      { kind: 'removed', text: 'ff 03' },
      { kind: 'added', text: 'fe' },
    ]);
    expect(valueDiff(null, Uint8Array.of(0xff))).toEqual([
      { kind: 'place', text: '1 byte' },
      { kind: 'added', text: 'ff' },
    ]);
  });

  it('turns the old lines into the new ones', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 });
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const shown = lineDiff(['start', ...before, 'end'], ['start', ...after, 'end']);
        const kept = (kind: string) =>
          shown.filter((line) => line.kind === 'same' || line.kind === kind).map((line) => line.text);
        const part = (whole: string[], of: string[]) => whole.join('\n').includes(of.join('\n'));
        expect(part(['start', ...before, 'end'], kept('removed'))).toBe(true);
        expect(part(['start', ...after, 'end'], kept('added'))).toBe(true);
      }),
    );
  });
});
