import { describe, expect, it } from 'vitest';
import { readGroups } from './stream-groups.ts';

const base64 = (text: string) => Buffer.from(text, 'latin1').toString('base64');

describe('the groups of a stream', () => {
  it('are told with what each consumer holds', () => {
    const workers = {
      name: base64('workers'),
      lastDeliveredId: '2-0',
      entriesRead: 2,
      consumers: [
        { name: base64('a\xff'), seenTime: 1 },
        { name: base64('idle'), seenTime: null },
      ],
      pending: [
        ['1-0', base64('a\xff'), 5, 1],
        ['2-0', base64('a\xff'), null, 2],
      ],
    };
    expect(readGroups([workers])).toEqual([
      {
        name: 'workers',
        lastDelivered: '2-0',
        read: 2,
        pending: 2,
        consumers: [
          { name: 'a\\xff', pending: 2 },
          { name: 'idle', pending: 0 },
        ],
      },
    ]);
  });

  it('are not made up from what is none', () => {
    expect(readGroups([{ name: 'no base64!' }])).toBeNull();
  });
});
