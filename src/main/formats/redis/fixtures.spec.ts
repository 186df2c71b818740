import { describe, expect, it } from 'vitest';
import { toBase64 } from '../../../shared/bytes.ts';
import { nodeFileSystem } from '../../engine/fs/node-file-system.ts';
import { detectFormat } from '../detect.ts';
import { fixture } from '../testing/fixtures.ts';
import { type ExpectedKey, stateOf } from '../testing/state.ts';
import { readRedis } from './read-redis.ts';
import { redisFormat } from './redis-format.ts';
import { expectedOf, redisFixtures } from './testing.ts';

describe.each(redisFixtures)('%s', (name) => {
  const expectation = expectedOf(name);
  const read = () => readRedis(fixture(name), { fileSystem: nodeFileSystem, thorough: true });

  it('comes out as expected', async () => {
    expect((await detectFormat(fixture(name), nodeFileSystem))?.id).toBe('redis');
    const log = await read();
    expect(log.damage).toBe(expectation.damage);
    expect(log.verdict.damaged.length > 0).toBe(log.damage !== 'none');
    expectState(await stateOf(log, nodeFileSystem, expectation.asOf), expectation.sound);
    if (expectation.salvaged) {
      expectState(
        await stateOf(log, nodeFileSystem, { ...expectation.asOf, salvage: true }),
        expectation.salvaged,
      );
    }
    if (expectation.functions) {
      expect(log.libraries.map(({ code, ...rest }) => ({ ...rest, code: toBase64(code) }))).toEqual(
        expectation.functions,
      );
    }
    const offset = expectation.goodBytes ?? expectation.flippedOffset;
    if (offset !== undefined) expect(log.verdict.damaged.map((range) => range.offset)).toEqual([offset]);
  });

  it('explains each record by fields that tile its bytes', async () => {
    const log = await read();
    for (let index = 0; index < Math.min(log.table.count, 400); index++) {
      const { fields, bytes } = await redisFormat.explain(log, index, nodeFileSystem);
      expect(fields.reduce((end, field) => end + field.length, 0)).toBe(bytes.length);
    }
  });
});

/** Key by key, so that a difference is told by its key. Times that a log cannot know are null in what is expected. */
function expectState(
  state: Record<string, Record<string, ExpectedKey>>,
  expected: Record<string, Record<string, ExpectedKey>>,
): void {
  expect(Object.keys(state).sort()).toEqual(Object.keys(expected).sort());
  for (const [db, keys] of Object.entries(expected)) {
    expect(Object.keys(state[db] ?? {}).sort()).toEqual(Object.keys(keys).sort());
    for (const [key, value] of Object.entries(keys)) {
      const found = state[db]?.[key] as ExpectedKey;
      const { stream, ...rest } = value;
      expect({ [atob(key)]: withoutUnknown(found, value) }).toEqual({ [atob(key)]: stream ? value : rest });
    }
  }
}

/** `found` as far as `expected` speaks of it. */
function withoutUnknown(found: unknown, expected: unknown): unknown {
  if (Array.isArray(found) && Array.isArray(expected)) {
    return found.map((each, index) =>
      expected[index] === null ? null : withoutUnknown(each, expected[index]),
    );
  }
  if (found === null || typeof found !== 'object' || expected === null || typeof expected !== 'object')
    return found;
  return Object.fromEntries(
    Object.entries(found).flatMap(([name, each]) => {
      const other = (expected as Record<string, unknown>)[name];
      if (other === undefined && name === 'stream') return [];
      return [[name, other === null && name === 'seenTime' ? null : withoutUnknown(each, other)]];
    }),
  );
}
