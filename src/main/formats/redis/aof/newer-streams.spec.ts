import { describe, expect, it } from 'vitest';
import type { StreamJson } from '../write/encode-stream.ts';
import { base64, replayed, stateAfter } from './testing.ts';

const before = [
  ...['XADD x 1-1 f v', 'XADD x 2-1 f v', 'XADD x 3-1 f v', 'XGROUP CREATE x g 0', 'XGROUP CREATE x k 0'],
  ...[1, 2].map((id) => `XCLAIM x g c 0 ${id}-1 TIME 9 RETRYCOUNT 2 FORCE JUSTID LASTID 3-1`),
];

async function pendingAfter(...lines: string[]) {
  const { reasons, keys } = await stateAfter(...before, ...lines);
  const { groups } = (keys.x as unknown as StreamJson).stream;
  return { reasons, pending: groups.find(({ name }) => name === base64('g'))?.pending };
}

const c = base64('c');

describe('a log of a newer server with streams', () => {
  it('has entries given back, which nobody holds from then on', async () => {
    expect(await pendingAfter('XNACK x g SILENT IDS 1 1-1')).toEqual({
      reasons: [],
      pending: [
        ['1-1', '', 0, 1],
        ['2-1', c, 9, 2],
      ],
    });
    expect(await pendingAfter('XNACK x g FAIL IDS 2 1-1 9-9')).toMatchObject({
      pending: [['1-1', '', 0, 2], {}],
    });
    expect(await pendingAfter('XNACK x g FATAL IDS 1 1-1')).toMatchObject({
      pending: [['1-1', '', 0, Number.MAX_SAFE_INTEGER], {}],
    });
  });

  it('has such entries as a rewrite leaves them', async () => {
    const lines = [
      'XNACK x g FAIL IDS 3 1-1 3-1 7-7 RETRYCOUNT 5 FORCE',
      'XCLAIM x g c 0 1-1 TIME 8 RETRYCOUNT 6 FORCE',
    ];
    expect(await pendingAfter(...lines)).toEqual({
      reasons: [],
      pending: [
        ['1-1', c, 8, 6],
        ['2-1', c, 9, 2],
        ['3-1', '', 0, 5],
      ],
    });
  });

  it('has XACKDEL, which lets be what its group does not hold', async () => {
    const { reasons, keys } = await replayed(...before, 'XACKDEL x g KEEPREF IDS 3 1-1 3-1 9-9');
    expect(reasons).toEqual([]);
    expect(keys.x.map(([id]: [string]) => id)).toEqual(['2-1', '3-1']);
  });

  it('has entries that a producer names: one that came twice is logged as it was sent', async () => {
    const { reasons, keys } = await replayed(
      'XADD x IDMP p one 1-1 f v',
      'XADD x IDMP p one MAXLEN ~ 1 * f v',
      'XADD x IDMPAUTO p MAXLEN = 9 2-1 f v',
      'XADD x IDMPAUTO p * f v',
      'XCFGSET x IDMP-DURATION 60',
      'XIDMPRECORD x p one 1-1',
    );
    expect(reasons).toEqual([]);
    expect(keys.x.map(([id]: [string]) => id)).toEqual(['1-1', '2-1']);
  });
});
