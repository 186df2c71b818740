import { beforeEach, describe, expect, it } from 'vitest';
import { looseText } from '../../../shared/bytes.ts';
import type { Store } from '../api.ts';
import { decodeFrameHeader, encodeFrameHeader, frameHeaderLength } from '../format/frame.ts';
import { decodeSegmentHeader, firstChain, segmentHeaderLength } from '../format/segment-header.ts';
import { MemoryFileSystem } from '../fs/memory-file-system.ts';
import { open } from '../open.ts';
import { scanLog } from './scan-log.ts';
import type { ScanOptions } from './scan-options.ts';
import type { LogEnd, ScanResult } from './scan-result.ts';

const directory = '/log';
const segment = `${directory}/00000001.wlog`;

interface Seen {
  result: ScanResult;
  /** `seq op key status` of each record. */
  records: string[];
  frames: number;
}

let disk: MemoryFileSystem;

beforeEach(() => {
  disk = new MemoryFileSystem();
});

/** Writes with one fsync at the very end, or none: so nothing but the log itself says what was durable. */
async function write(
  changes: (store: Store) => Promise<unknown>,
  fsync: 'no' | 'always' = 'no',
): Promise<void> {
  const store = await open(directory, { fileSystem: disk, fsync, garbageShare: null, now: () => 1000 });
  await changes(store);
  disk = disk.crash({ keepUnsynced: 'all' });
}

async function scan(options: ScanOptions = {}): Promise<Seen> {
  const records: string[] = [];
  let frames = 0;
  const result = await scanLog(
    disk,
    directory,
    {
      frame: () => {
        frames++;
      },
      record: (record) => {
        records.push(`${record.seq ?? '?'} ${record.op} ${looseText(record.key())} ${record.status}`);
      },
    },
    options,
  );
  return { result, records, frames };
}

async function edit(change: (bytes: Uint8Array) => Uint8Array): Promise<void> {
  const bytes = change((await disk.readFile(segment)).slice());
  const handle = await disk.open(segment, 'write');
  await handle.truncate(0);
  await handle.write(bytes, 0);
  await handle.close();
}

const flip = (offset: number) =>
  edit((bytes) => {
    bytes[offset]! ^= 0x10;
    return bytes;
  });

/** Of a frame that begins with a zero, as one in 256 does, the first byte alone looks like space that was never used. */
const beginWithOne = (offset: number) =>
  edit((bytes) => {
    bytes[offset] ||= 1;
    return bytes;
  });

const cut = (length: number) => edit((bytes) => bytes.slice(0, length));

async function three(store: Store): Promise<void> {
  for (const key of ['a', 'b', 'c']) await store.set(key, key.repeat(10));
}

/** Length of a frame of one record with a key of 1 and a value of 10 bytes. */
const frameLength = frameHeaderLength + 7 + 11;
const frameAt = (index: number): number => segmentHeaderLength + index * frameLength;

describe('scanLog', () => {
  it('reports files, frames and records, and where the log ends', async () => {
    await write(three);
    const { result, records, frames } = await scan();
    expect(records).toEqual(['1 set a ok', '2 set b ok', '3 set c ok']);
    expect(frames).toBe(3);
    expect(result).toMatchObject({
      verdict: { code: 'clean', damage: 'none', damaged: [], recordsRead: 3 },
      end: { number: 1, offset: frameAt(3), nextSeq: 4 },
      continuable: true,
    });
  });

  it('goes on from where it ended before', async () => {
    await write(three);
    const { result } = await scan();
    const from = result.end as LogEnd;
    expect((await scan({ from })).records).toEqual([]);
    await write((store) => store.delete('b'));
    const more = await scan({ from });
    expect(more.records).toEqual(['4 delete b ok']);
    expect(more.result.verdict.code).toBe('clean');
  });

  it('reads no further than it is told', async () => {
    await write(three, 'always');
    const until = { number: 1, offset: frameAt(2), chain: 0, nextSeq: 3 };
    expect((await scan({ until })).records).toHaveLength(2);
    expect((await scan({ until })).result.verdict.code).toBe('clean');
  });

  it.each([1, 4, 47, 48, 49, frameLength - 1])(
    'calls a last frame of which %i bytes are there a torn tail',
    async (length) => {
      await write(three);
      if (length === 1) await beginWithOne(frameAt(2));
      await cut(frameAt(2) + length);
      const { result, records } = await scan();
      expect(result.verdict).toMatchObject({ code: 'torn-tail', damage: 'torn-tail', recordsRead: 2 });
      expect(result.verdict.damaged).toMatchObject([{ file: '00000001.wlog', offset: frameAt(2), length }]);
      expect(records.slice(0, 2)).toEqual(['1 set a ok', '2 set b ok']);
      expect(records.slice(2).every((record) => record.endsWith('torn'))).toBe(true);
      expect(result.freshSeq).toBeGreaterThan(3);
    },
  );

  it('calls the same cut corrupt when an fsync had proven what is gone', async () => {
    await write(three, 'always');
    for (const length of [frameAt(3) - 1, frameAt(2), frameAt(2) + 20]) {
      await cut(length);
      const { result } = await scan();
      expect(result.verdict).toMatchObject({ code: 'unreadable', damage: 'corrupt', recordsLost: 1 });
      expect(result.newDamage).toBe(true);
    }
  });

  describe('zeros behind the last frame', () => {
    const zeros = (count: number): Promise<void> =>
      edit((bytes) => Uint8Array.from([...bytes.subarray(0, frameAt(3)), ...new Uint8Array(count)]));

    it.each([1, 47, 48, 5000])('are space that nothing has been written to (%i)', async (count) => {
      await write(three);
      await zeros(count);
      const { result } = await scan();
      expect(result.verdict).toMatchObject({ code: 'clean', damage: 'none', recordsRead: 3 });
      expect(result).toMatchObject({ continuable: true, end: { offset: frameAt(3), nextSeq: 4 } });
      expect(result.files[0]).toMatchObject({ end: frameAt(3), size: frameAt(3) });
    });

    it('are damage where an fsync had proven more', async () => {
      await write(three, 'always');
      await edit((bytes) => bytes.fill(0, frameAt(2)));
      const { result } = await scan();
      expect(result.verdict).toMatchObject({ code: 'unreadable', damage: 'corrupt', recordsLost: 1 });
      expect(result.newDamage).toBe(true);
    });

    it('do not make a flipped bit in the last frame look like a torn write', async () => {
      await write(three);
      await zeros(5000);
      await flip(frameAt(3) - 1);
      const { result } = await scan();
      expect(result.verdict).toMatchObject({ code: 'unprovable-tail', damage: 'corrupt', recordsRead: 2 });
      const length = frameAt(3) - frameAt(2);
      expect(result.verdict.damaged).toMatchObject([{ offset: frameAt(2), length }]);
    });

    it.each([0, 5])('do not hide a frame header with byte %i changed', async (byte) => {
      await write(three);
      await zeros(5000);
      await flip(frameAt(2) + byte);
      expect((await scan()).result.verdict).toMatchObject({ code: 'unprovable-tail', recordsRead: 2 });
    });

    it.each([1, 30, 47])('are not the rest of a frame of which %i bytes were written', async (length) => {
      await write(three);
      await zeros(5000);
      if (length === 1) await beginWithOne(frameAt(2));
      await edit((bytes) => bytes.fill(0, frameAt(2) + length, frameAt(3)));
      expect((await scan()).result.verdict).toMatchObject({ code: 'torn-tail', recordsRead: 2 });
    });
  });

  it('cannot prove a last frame that is whole in length and does not match', async () => {
    await write(three);
    await flip(frameAt(3) - 1);
    const { result, records } = await scan();
    expect(result.verdict).toMatchObject({ code: 'unprovable-tail', damage: 'corrupt', recordsRead: 2 });
    expect(records[2]).toMatch(/damaged$/);
    expect(result.newDamage).toBe(false);
  });

  it.each([0, 10, 46, 50, frameLength - 1])(
    'names a frame with a changed byte %i as corrupt when another follows, and what can be salvaged',
    async (offset) => {
      await write(three);
      await flip(frameAt(1) + offset);
      const { result, records } = await scan();
      expect(result.verdict).toMatchObject({
        code: 'unreadable',
        damage: 'corrupt',
        recordsRead: 1,
        recordsLost: 1,
        recordsSalvageable: 1,
      });
      expect(result.verdict.damaged).toMatchObject([{ offset: frameAt(1), length: frameLength }]);
      expect(records[0]).toBe('1 set a ok');
      expect(records.at(-1)).toBe('3 set c behind');
      expect((await scan({ acceptDamage: true })).records.at(-1)).toBe('3 set c ok');
    },
  );

  it('salvages from a damaged frame each record whose own checksum holds', async () => {
    const keys = ['k1', 'k2', 'k3', 'k4', 'k5'];
    await write(async (store) => {
      await store.batch(keys.map((key) => ({ op: 'set' as const, key, value: key.repeat(5) })));
      await store.set('after', '');
    });
    const recordAt = (index: number) => segmentHeaderLength + frameHeaderLength + index * 19;
    for (const within of [0, 4, 5, 6, 8, 18]) {
      await flip(recordAt(2) + within);
      const { result, records } = await scan();
      expect(records).toEqual([
        '1 set k1 behind',
        '2 set k2 behind',
        '3 unknown  damaged',
        '4 set k4 behind',
        '5 set k5 behind',
        '6 set after behind',
      ]);
      expect(result.verdict).toMatchObject({ recordsRead: 0, recordsSalvageable: 5, recordsLost: 1 });
      await flip(recordAt(2) + within);
    }
    expect((await scan()).result.verdict.code).toBe('clean');
  });

  it('does not take a copy of the log, stored as a value, for the log', async () => {
    await write(async (store) => {
      await three(store);
      await store.set('copy', await disk.readFile(segment));
    });
    const end = (await disk.readFile(segment)).length;
    await cut(end - 1);
    const torn = await scan();
    expect(torn.result.verdict).toMatchObject({ code: 'torn-tail', recordsRead: 3 });
    await flip(frameAt(3) + 2);
    expect((await scan()).result.verdict).toMatchObject({ recordsRead: 3, recordsSalvageable: 0 });
  });

  it('notices a frame that was cut out, and one that was put in twice', async () => {
    await write(three);
    const whole = await disk.readFile(segment);
    await edit((bytes) => Uint8Array.from([...bytes.slice(0, frameAt(1)), ...bytes.slice(frameAt(2))]));
    expect((await scan()).result.verdict).toMatchObject({
      code: 'unreadable',
      recordsRead: 1,
      recordsLost: 1,
    });
    await edit(() => Uint8Array.from([...whole.slice(0, frameAt(2)), ...whole.slice(frameAt(1))]));
    expect((await scan()).result.verdict).toMatchObject({ code: 'unreadable', damage: 'corrupt' });
  });

  it('can be cancelled', async () => {
    await write(three);
    const signal = AbortSignal.abort();
    const visitor = { record: () => {} };
    const big = await open(directory, { fileSystem: disk, fsync: 'no', garbageShare: null });
    for (let i = 0; i < 30; i++)
      await big.batch(Array.from({ length: 1000 }, (_, k) => ({ op: 'set', key: `${k}`, value: `${i}` })));
    await expect(scanLog(disk, directory, visitor, { signal })).rejects.toMatchObject({ code: 'CANCELLED' });
    await big.close();
  });

  it('gets past a frame that says it has no records, however well it is sealed', async () => {
    await write(three);
    await edit((bytes) => {
      const decoded = decodeSegmentHeader(bytes);
      if (decoded.status !== 'ok') throw new Error('no segment');
      const { salt } = decoded.value;
      const header = decodeFrameHeader(bytes, segmentHeaderLength, salt)!;
      encodeFrameHeader(bytes, segmentHeaderLength, { ...header, records: 0 }, firstChain(bytes), salt);
      return bytes;
    });
    const { result, records } = await scan();
    expect(result.verdict.code).toBe('unreadable');
    expect(records).toEqual(['? unknown  damaged', '2 set b behind', '3 set c behind']);
  });
});
