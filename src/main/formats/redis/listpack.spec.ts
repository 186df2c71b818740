import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeFileSystem } from '../../engine/fs/node-file-system.ts';
import { liveKeys } from '../log/live-keys.ts';
import { stateOf } from '../testing/state.ts';
import { decodeListpack } from './rdb/packed.ts';
import { readRedis } from './read-redis.ts';
import { hasRedis7, RealRedis, savedByServer } from './real-redis.ts';
import { encodeListpack } from './write/listpack.ts';
import { writeRedis } from './write/write-redis.ts';

/** Of texts: with their heads of 1, 2 and 5 bytes they lie around the lengths at which the length behind them grows. */
const lengths = [
  0, 62, 63, 64, 124, 125, 126, 127, 4095, 4096, 16_376, 16_377, 16_378, 16_379, 2_097_145, 2_097_146,
  2_097_147,
];
const texts = lengths.map((length) => Buffer.alloc(length, 'x'));

describe('a listpack', () => {
  it('is read as it was written, whatever lengths its elements have', () => {
    for (const text of texts) {
      const pack = encodeListpack([text, 5, Buffer.from('behind')]);
      expect(decodeListpack(pack)).toEqual([text.toString('latin1'), '5', 'behind']);
      expect(decodeListpack(pack, true)).toHaveLength(3);
    }
  });

  it('has a length behind an element that takes a byte more than needed where Redis has it so', () => {
    const behind = (length: number) => encodeListpack([Buffer.alloc(length)]).length - 6 - 5 - length - 1;
    expect(behind(16_382 - 5)).toBe(2);
    expect(behind(16_383 - 5)).toBe(3);
    expect(behind(2_097_150 - 5)).toBe(3);
    expect(behind(2_097_151 - 5)).toBe(4);
  });

  it('is read where that byte is left out, as Valkey does since 9.1', () => {
    for (const length of [16_383 - 5, 2_097_151 - 5]) {
      const text = Buffer.alloc(length, 'x');
      const pack = encodeListpack([text, Buffer.from('behind')]);
      const back = pack.subarray(6 + 5 + length, pack.length - 'behind'.length - 3);
      const shorter = Buffer.concat([
        pack.subarray(0, 6 + 5 + length),
        Buffer.from([0x7f]),
        back.subarray(2),
        pack.subarray(6 + 5 + length + back.length),
      ]);
      shorter.writeUInt32LE(shorter.length, 0);
      for (const strict of [false, true]) {
        expect(decodeListpack(shorter, strict)).toEqual([text.toString('latin1'), 'behind']);
      }
    }
  });

  it('whose lengths behind elements are wrong is refused by whoever looks at them', () => {
    const pack = encodeListpack([Buffer.from('abc'), Buffer.from('d')]);
    pack[10] = 9;
    expect(decodeListpack(pack)).toEqual(['abc', 'd']);
    expect(decodeListpack(pack, true)).toBeNull();
  });

  // Valkey 9.1 does not load one of Redis.
  it.runIf(hasRedis7)('of a real server is read, and ours is read by one', { timeout: 60_000 }, async () => {
    const directory = await mkdtemp(join(tmpdir(), 'walscope-listpack-'));
    try {
      const redis = await RealRedis.start(directory, '--dbfilename', 'dump.rdb');
      await redis.send(texts.map((text, at) => ['XADD', `s${at}`, '1-1', 'field', text, 'last', 'one']));
      redis.ask('SAVE');
      await redis.stop();
      const log = await readRedis(directory, { fileSystem: nodeFileSystem, decodeValues: true });
      expect(log.verdict).toMatchObject({ damage: 'none', recordsRead: texts.length });
      const own = join(directory, 'own');
      await writeRedis(own, liveKeys(log, nodeFileSystem, {}), { fileSystem: nodeFileSystem });
      const saved = await savedByServer(own);
      const again = await readRedis(saved, { fileSystem: nodeFileSystem, decodeValues: true });
      expect(again.damage).toBe('none');
      expect(await stateOf(again, nodeFileSystem)).toEqual(await stateOf(log, nodeFileSystem));
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});
