import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../shared/bytes.ts';
import { MemoryFileSystem } from '../../engine/fs/memory-file-system.ts';
import { tried } from '../../engine/specs/tried.ts';
import type { Log } from '../log/log.ts';
import { fixture } from '../testing/fixtures.ts';
import { scratchDirectories } from '../testing/scratch.ts';
import { guideFormat } from './guide-format.ts';
import { encodeRecord } from './record.ts';
import { logOf, readBytes, type Step } from './testing.ts';

const session: Step[] = [
  ['name', 'Ada'],
  ['language', 'python'],
  ['name', 'Grace'],
  ['language', null],
];
const sessionBytes = logOf(...session);
/** Where each record of the session begins, and where the last one ends. */
const boundaries = session
  .map((_, count) => logOf(...session.slice(0, count)).length)
  .concat(sessionBytes.length);

async function readInMemory(content: Uint8Array): Promise<Log> {
  const fileSystem = new MemoryFileSystem();
  await fileSystem.mkdir('/d');
  const handle = await fileSystem.open('/d/data.log', 'create');
  await handle.write(content, 0);
  await handle.close();
  return guideFormat.read('/d', { fileSystem });
}

/** Offsets of the records that a replay yields. */
function replayed(log: Log): number[] {
  return Array.from({ length: log.table.count }, (_, index) => log.table.record(index))
    .filter((record) => record.status === 'ok')
    .map((record) => record.offset);
}

function whole(log: Log): number[] {
  return Array.from({ length: log.table.count }, (_, index) => log.table.record(index))
    .filter((record) => record.status === 'ok' || record.status === 'behind')
    .map((record) => record.offset);
}

describe('truncation', () => {
  it.each(['guide-session', 'guide-torn'])(
    'at any length of %s costs what was cut and nothing more',
    async (name) => {
      const content = readFileSync(join(fixture(name), 'data.log'));
      for (let length = 0; length < content.length; length++) {
        const log = await readInMemory(content.subarray(0, length));
        const inside = boundaries.filter((offset) => offset <= length);
        expect(replayed(log)).toEqual(inside.slice(0, -1));
        expect(log.damage).toBe(inside.at(-1) === length ? 'none' : 'torn-tail');
      }
      tried('truncations', content.length);
    },
  );
});

describe('a flipped bit', () => {
  it('anywhere in the session is found, and costs the record that it is in', async () => {
    for (let bit = 0; bit < sessionBytes.length * 8; bit++) {
      const content = Buffer.from(sessionBytes);
      content[bit >>> 3] = (content[bit >>> 3] as number) ^ (1 << (bit & 7));
      const log = await readInMemory(content);
      const struck = boundaries.findLastIndex((offset) => offset <= bit >>> 3);
      expect(log.damage).toBe('corrupt');
      expect(whole(log)).toEqual(boundaries.slice(0, -1).filter((_, record) => record !== struck));
      expect(log.verdict.damaged).toMatchObject([
        {
          offset: boundaries[struck],
          length: (boundaries[struck + 1] as number) - (boundaries[struck] as number),
        },
      ]);
    }
    tried('flips', sessionBytes.length * 8);
  });

  it('before a torn tail is told apart from it', async () => {
    const torn = readFileSync(join(fixture('guide-torn'), 'data.log'));
    for (let bit = 0; bit < 86 * 8; bit++) {
      const content = Buffer.from(torn);
      content[bit >>> 3] = (content[bit >>> 3] as number) ^ (1 << (bit & 7));
      const log = await readInMemory(content);
      expect(log.damage).toBe('corrupt');
      const struck = boundaries.findLastIndex((offset) => offset <= bit >>> 3);
      const kept = boundaries.slice(0, -1).filter((_, record) => record !== struck);
      expect(whole(log)).toEqual(kept);
    }
    tried('flips', 86 * 8);
  });

  it('in a length does not swallow a neighbour of the same size', async () => {
    const steps = Array.from({ length: 8 }, (_, i): Step => [`k${i}`, `value-${i}-of-18-bytes`.slice(0, 18)]);
    const content = logOf(...steps);
    expect(content.length).toBe(8 * 32);
    // 18 + 32: the second record now ends exactly where the third does.
    content.writeInt32LE(50, 32 + 8);
    const log = await readInMemory(content);
    expect(log.verdict.damaged).toMatchObject([{ offset: 32, length: 32 }]);
    expect(log.verdict.recordsSalvageable).toBe(6);
  });
});

describe('lengths', () => {
  const directory = scratchDirectories();

  it.each([
    ['past the end', 8, 0x7fffffff],
    ['past the end by the key', 4, 0x7ffffff0],
    ['negative', 8, -2],
    ['negative for the key', 4, -1],
    ['of a delete', 8, -1],
  ])('%s in the middle are corrupt, not torn', async (_what, field, length) => {
    const content = Buffer.from(sessionBytes);
    content.writeInt32LE(length, (boundaries[1] as number) + field);
    const log = await readBytes(await directory(), content);
    expect(log.damage).toBe('corrupt');
    expect(whole(log)).toEqual([0, boundaries[2], boundaries[3]]);
    expect(log.verdict.damaged[0]?.reason).toContain('is damaged');
  });

  it('past the end in the last record are corrupt when the checksum proves where it ends', async () => {
    const content = logOf(['a', '1'], ['b', '2']);
    content.writeInt32LE(500, 14 + 8);
    const log = await readBytes(await directory(), content);
    expect(log.damage).toBe('corrupt');
    expect(log.verdict.damaged).toMatchObject([{ offset: 14, length: 14 }]);
  });

  it('that are right do not save a value that was overwritten', async () => {
    const content = logOf(['a', 'x'.repeat(300)], ['b', '2']);
    content.fill(0xff, 40, 200);
    const log = await readBytes(await directory(), content);
    expect(log.verdict.damaged).toMatchObject([{ offset: 0, length: 313 }]);
    expect(whole(log)).toEqual([313]);
  });
});

describe('records inside a value', () => {
  const nested = logOf(['inner', 'one'], ['inner', 'two'], ['inner2', 'three']);

  it('are not taken for lost records when the value around them is torn', async () => {
    const content = logOf(['a', '1'], ['log', nested]);
    for (let length = 14 + 12 + 3; length < content.length; length++) {
      const log = await readInMemory(content.subarray(0, length));
      const endsAtRecord = [20, 40].includes(length - 14 - 15);
      expect(log.damage).toBe(endsAtRecord ? 'corrupt' : 'torn-tail');
      expect(replayed(log)).toEqual([0]);
    }
  });

  it.each([
    ['checksum', 14],
    ['key length', 18],
    ['value length', 22],
    ['key', 26],
    ['value', 60],
  ])('are not salvaged when the %s of the record around them is damaged', async (_what, at) => {
    const content = logOf(['a', '1'], ['log', nested], ['b', '2']);
    content[at] = (content[at] as number) ^ 1;
    const log = await readInMemory(content);
    expect(whole(log)).toEqual([0, 14 + 15 + nested.length]);
  });
});

describe('what else lies at the end', () => {
  it('zeros: the file grew, the data did not arrive', async () => {
    const log = await readInMemory(Buffer.concat([sessionBytes, Buffer.alloc(4096)]));
    expect(log.damage).toBe('torn-tail');
    expect(log.verdict.damaged).toMatchObject([{ offset: 86, length: 4096 }]);
  });

  it('a record whose last bytes never arrived', async () => {
    const last = encodeRecord(utf8('city'), utf8('London, and its river'));
    const half = Buffer.from(last);
    half.fill(0, 20);
    const log = await readInMemory(Buffer.concat([sessionBytes, half, Buffer.alloc(100)]));
    expect(log.damage).toBe('torn-tail');
  });

  it('zeros with records behind them: a hole', async () => {
    const log = await readInMemory(Buffer.concat([sessionBytes, Buffer.alloc(100), logOf(['z', '9'])]));
    expect(log.damage).toBe('corrupt');
    expect(log.verdict.damaged).toMatchObject([{ offset: 86, length: 100 }]);
    expect(log.verdict.recordsSalvageable).toBe(1);
  });

  it('two damaged records side by side are two', async () => {
    const content = logOf(['a', '111'], ['b', '222'], ['c', '333'], ['d', '444']);
    content[17 + 8] = 9;
    content[16 + 15] = 0;
    content[32 + 15] = 0;
    const log = await readInMemory(content);
    expect(log.damage).toBe('corrupt');
    expect(whole(log)).toEqual([0, 48]);
  });
});

describe('a log of many megabytes', () => {
  it('is read past a value larger than the window, and past damage in it', async () => {
    const big = new Uint8Array(3 * 1024 * 1024).fill(7);
    const content = logOf(['a', '1'], ['big', big], ['b', '2'], ['big2', big], ['c', '3']);
    expect((await readInMemory(content)).damage).toBe('none');
    content[1_000_000] = 8;
    const log = await readInMemory(content);
    expect(whole(log)).toHaveLength(4);
    expect(log.verdict.damaged).toMatchObject([{ offset: 14, length: big.length + 15 }]);
  });

  it('finds its way out of garbage', async () => {
    const garbage = Buffer.alloc(400_000);
    for (let i = 0; i < garbage.length; i++) garbage[i] = Math.imul(i ^ (i >>> 3), 0x9e3779b1) >>> 13;
    const log = await readInMemory(Buffer.concat([logOf(['a', '1']), garbage, logOf(['b', '2'])]));
    expect(log.damage).toBe('corrupt');
    expect(whole(log)).toEqual([0, 14 + garbage.length]);
  });
});
