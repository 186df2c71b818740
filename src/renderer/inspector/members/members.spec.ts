import { describe, expect, it } from 'vitest';
import { looseText, toBase64, utf8 } from '../../../shared/bytes.ts';
import { addRow, type Edited, moveRow, removeRow, setCell } from './edit-members.ts';
import { membersFromLines } from './from-lines.ts';
import {
  addEntry,
  encodeMembers,
  type Members,
  newMembers,
  parseMembers,
  type StructureType,
} from './members.ts';

const cell = (text: string) => toBase64(utf8(text));
const json = (members: Edited) => {
  if ('problem' in members) throw new Error(members.problem);
  return looseText(encodeMembers(members));
};
const parsed = (type: StructureType, stored: unknown): Members =>
  parseMembers(type, utf8(JSON.stringify(stored)))!;
const problem = (edited: Edited) => ('problem' in edited ? edited.problem : null);

describe('lines of text', () => {
  it.each([
    ['list', 'a\nb', { value: [cell('a'), cell('b')] }],
    ['set', 'b\na', { value: [cell('a'), cell('b')] }],
    ['hash', 'f=1\ng=a=b', { value: { [cell('f')]: cell('1'), [cell('g')]: cell('a=b') } }],
    [
      'zset',
      '2 b\n-1 a b',
      {
        value: [
          [cell('a b'), '-1'],
          [cell('b'), '2'],
        ],
      },
    ],
  ] as const)('make a %s', (type, text, stored) => {
    expect(JSON.parse(json(membersFromLines(type, text, 0)))).toEqual(stored);
  });

  it('make the first entry of a stream', () => {
    const stream = membersFromLines('stream', 'f=1\ng=2', 5) as Members;
    expect(stream.rows).toEqual([['5-0', cell('f'), cell('1'), cell('g'), cell('2')]]);
  });

  it('that make nothing are refused in a sentence', () => {
    expect(problem(membersFromLines('list', '', 0))).toContain('element a line');
    expect(problem(membersFromLines('hash', 'no value', 0))).toContain('field=value');
    expect(problem(membersFromLines('zset', 'high a', 0))).toContain('no score');
    expect(problem(membersFromLines('set', 'a\na', 0))).toContain('already');
    expect(problem(membersFromLines('set', '\\xZZ', 0))).toContain('escape');
  });
});

describe('members of a structure', () => {
  it.each([
    ['list', { value: [cell('b'), cell('a'), cell('b')] }],
    ['set', { value: [cell('a'), cell('b')] }],
    ['hash', { value: { [cell('f')]: cell('1') }, fieldExpireAt: { [cell('f')]: 99 } }],
    [
      'zset',
      {
        value: [
          [cell('low'), '-1.5'],
          [cell('high'), 'inf'],
        ],
      },
    ],
    [
      'stream',
      {
        value: [['5-0', [cell('f'), cell('v')]]],
        stream: { lastId: '5-0', maxDeletedId: '0-0', entriesAdded: 1, groups: [{ name: cell('g') }] },
      },
    ],
  ] as const)('of a %s are read and written back as they are', (type, stored) => {
    expect(json(parsed(type, stored))).toBe(JSON.stringify(stored));
  });

  it('are null where the bytes are something else', () => {
    expect(parseMembers('list', utf8('{}'))).toBeNull();
    expect(parseMembers('hash', utf8('no json'))).toBeNull();
  });

  it('of a list are changed, moved, added and removed in place', () => {
    const list = parsed('list', { value: [cell('a'), cell('b')] });
    expect(json(setCell(list, 1, 0, cell('c')))).toBe(JSON.stringify({ value: [cell('a'), cell('c')] }));
    expect(json(moveRow(list, 1, 0))).toBe(JSON.stringify({ value: [cell('b'), cell('a')] }));
    expect(json(addRow(list, [cell('a')]))).toBe(
      JSON.stringify({ value: [cell('a'), cell('b'), cell('a')] }),
    );
    expect(json(removeRow(list, 0))).toBe(JSON.stringify({ value: [cell('b')] }));
    expect(problem(removeRow(parsed('list', { value: [cell('a')] }), 0))).toContain('delete the key instead');
  });

  it('of sets, hashes and sorted sets are never there twice', () => {
    expect(problem(addRow(parsed('set', { value: [cell('a')] }), [cell('a')]))).toContain('already');
    const hash = parsed('hash', { value: { [cell('a')]: cell('1'), [cell('b')]: cell('2') } });
    expect(problem(setCell(hash, 0, 0, cell('b')))).toContain('already');
    const scores = parsed('zset', { value: [[cell('a'), '1']] });
    expect(problem(addRow(scores, ['2', cell('a')]))).toContain('already');
    expect(problem(setCell(scores, 0, 0, 'much'))).toContain('no score');
  });

  it('of a sorted set stand by score, then by bytes', () => {
    const scores = parsed('zset', { value: [[cell('b'), '1']] });
    const more = addRow(addRow(scores, ['1', cell('a')]) as Members, ['-inf', cell('z')]);
    expect(JSON.parse(json(more))).toEqual({
      value: [
        [cell('z'), '-inf'],
        [cell('a'), '1'],
        [cell('b'), '1'],
      ],
    });
  });

  it('a renamed or removed field of a hash takes its deadline with it', () => {
    const hash = parsed('hash', {
      value: { [cell('a')]: cell('1'), [cell('b')]: cell('2') },
      fieldExpireAt: { [cell('a')]: 7 },
    });
    expect(json(setCell(hash, 0, 1, cell('9')))).toContain('fieldExpireAt');
    expect(json(setCell(hash, 0, 0, cell('c')))).not.toContain('fieldExpireAt');
    expect(json(removeRow(hash, 0))).not.toContain('fieldExpireAt');
  });

  it('an entry of a stream gets an id behind the last one, whatever the clock says', () => {
    const stream = newMembers('stream', [cell('f'), cell('v')], 1000);
    expect(stream.rows).toEqual([['1000-0', cell('f'), cell('v')]]);
    const late = addEntry(stream, [cell('f'), cell('w')], 900);
    expect(late.stream).toMatchObject({ lastId: '1000-1', entriesAdded: 2 });
    expect((removeRow(late, 0) as Members).stream).toMatchObject({
      maxDeletedId: '1000-0',
      lastId: '1000-1',
    });
  });
});
