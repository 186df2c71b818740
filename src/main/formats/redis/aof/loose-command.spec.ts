import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeFileSystem } from '../../../engine/fs/node-file-system.ts';
import { damagePlaces } from '../../repair/damage-places.ts';
import { repairedKeys, repairedLog, usualChoice } from '../../repair/repaired-log.ts';
import { memoryDirectory, stateOf } from '../../testing/state.ts';
import { readRedis } from '../read-redis.ts';
import { hasRedis, savedByServer } from '../real-redis.ts';
import { redisFormat } from '../redis-format.ts';
import { aofOf } from '../testing.ts';

const commands = [
  ['SELECT', '0'],
  ['SET', 'a', '1'],
  ['MULTI'],
  ['RPUSH', 'list', 'x', 'y\r\n$3\r\nz'],
  ['INCR', 'a'],
  ['EXEC'],
  ['HSET', 'h', 'f', ''],
];
const whole = aofOf(...commands);

/** Where the two bytes behind each argument are, and the ends of the lines of lengths and counts. */
function endings(): { behindArguments: number[]; ofLines: number[] } {
  const behindArguments: number[] = [];
  const ofLines: number[] = [];
  let at = 0;
  const line = (text: string) => {
    at += text.length + 2;
    ofLines.push(at - 2);
  };
  for (const args of commands) {
    line(`*${args.length}`);
    for (const arg of args) {
      line(`$${arg.length}`);
      at += arg.length;
      behindArguments.push(at);
      at += 2;
    }
  }
  return { behindArguments, ofLines };
}

const { behindArguments, ofLines } = endings();

function spoilt(at: number, byte: number): Buffer {
  const bytes = Buffer.from(whole);
  bytes[at] = byte;
  return bytes;
}

async function read(aof: Uint8Array) {
  const fileSystem = await memoryDirectory('/d', { 'appendonly.aof': aof });
  const log = await readRedis('/d', { fileSystem });
  return { log, fileSystem, state: await stateOf(log, fileSystem, { nowMs: 0 }) };
}

/** What Redis passes over: any byte behind an argument, and what is no digit behind those of a length. */
const passedOver = [
  ...behindArguments.flatMap((at) => [spoilt(at, 0x8d), spoilt(at + 1, 0), spoilt(at, 0x2a)]),
  ...ofLines.map((at) => spoilt(at, 0x0c)),
];

describe('bytes that Redis does not look at', () => {
  it('are damage, and all that they stand in counts', async () => {
    const { state } = await read(whole);
    for (const aof of passedOver) {
      const reading = await read(aof);
      expect(reading.log.damage).toBe('corrupt');
      expect(reading.log.verdict).toMatchObject({ recordsLost: 0, recordsSalvageable: 0 });
      expect(reading.log.verdict.damaged).toHaveLength(1);
      expect(reading.state).toEqual(state);
    }
  });

  it('are set right by a repair', async () => {
    const { state } = await read(whole);
    for (const aof of passedOver) {
      const { log, fileSystem } = await read(aof);
      const places = await damagePlaces(log, redisFormat, fileSystem);
      const repaired = await repairedLog(log, redisFormat, places, places.map(usualChoice), { fileSystem });
      expect(repaired.log.damage).toBe('none');
      let keys = 0;
      for await (const _key of repairedKeys(repaired)) keys++;
      expect(keys).toBe(Object.keys(state.db0 ?? {}).length);
    }
  });

  it('are as little taken for whole as before where Redis stumbles over them', async () => {
    for (const [index, at] of ofLines.entries()) {
      const { log } = await read(spoilt(at + 1, 0x8a));
      expect(log.damage, `line ${index}`).toBe('corrupt');
      expect(log.verdict.recordsLost, `line ${index}`).toBeGreaterThan(0);
    }
  });

  it.runIf(hasRedis)('are what a real server does not look at', { timeout: 120_000 }, async () => {
    const directory = await mkdtemp(join(tmpdir(), 'walscope-loose-'));
    try {
      for (const aof of passedOver.filter((_, index) => index % 7 === 0)) {
        const own = await mkdtemp(join(directory, 'd-'));
        await writeFile(join(own, 'appendonly.aof'), aof);
        const saved = await savedByServer(own, '--aof-load-truncated', 'no');
        const log = await readRedis(saved, { fileSystem: nodeFileSystem });
        expect(await stateOf(log, nodeFileSystem, { nowMs: 0 })).toEqual((await read(whole)).state);
      }
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});
