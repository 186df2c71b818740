import { describe, expect, it } from 'vitest';
import { nodeFileSystem } from '../../engine/fs/node-file-system.ts';
import { type Expected, expected, fixture, guideFixtures } from '../testing/fixtures.ts';
import { guideFormat } from './guide-format.ts';
import { contentOf } from './testing.ts';

const valuesOf = (keys: Expected['keys']) =>
  Object.fromEntries(Object.entries(keys).map(([key, { value }]) => [key, value]));

describe.each(guideFixtures)('%s', (name) => {
  const expectation = expected(name);
  const read = () => guideFormat.read(fixture(name), { fileSystem: nodeFileSystem });

  it('is detected', async () => {
    expect(await guideFormat.detect(fixture(name), nodeFileSystem)).toBe(true);
  });

  it('comes out as expected', async () => {
    const log = await read();
    expect(log.damage).toBe(expectation.damage);
    expect(await contentOf(log)).toEqual(valuesOf(expectation.keys));
    if (expectation.salvagedKeys) {
      expect(await contentOf(log, true)).toEqual(valuesOf(expectation.salvagedKeys));
    }
    const records = expectation.records ?? expectation.recordsBefore;
    if (records !== undefined) expect(log.verdict.recordsRead).toBe(records);
    expect(log.verdict.recordsSalvageable).toBe(expectation.recordsAfter ?? 0);
  });

  it('names the damage by its offset', async () => {
    const { damaged } = (await read()).verdict;
    const offset = expectation.badOffset ?? expectation.goodBytes;
    expect(damaged.map((range) => range.offset)).toEqual(offset === undefined ? [] : [offset]);
  });

  it('explains each record by fields that tile its bytes', async () => {
    const log = await read();
    for (let index = 0; index < Math.min(log.table.count, 120); index++) {
      const { fields, bytes } = await guideFormat.explain(log, index, nodeFileSystem);
      let end = 0;
      for (const field of fields) {
        expect(field.offset).toBe(end);
        end += field.length;
      }
      expect(end).toBe(bytes.length);
    }
  });
});

describe('the flipped record', () => {
  it('is told by the bit that flipped', async () => {
    const log = await guideFormat.read(fixture('guide-flipped'), { fileSystem: nodeFileSystem });
    expect(log.verdict.damaged[0]?.reason).toMatch(/bit \d of byte \d+ is flipped/);
    expect(log.verdict.recordsLost).toBe(1);
    const explained = await guideFormat.explain(log, 100, nodeFileSystem);
    expect(explained.crcFound).not.toBe(explained.crcStored);
    expect(explained.fields[0]).toMatchObject({ name: 'crc', ok: false });
  });
});
