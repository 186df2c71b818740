import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { long } from '../engine/specs/tried.ts';
import { detectFormat } from './detect.ts';
import { fixture } from './testing/fixtures.ts';
import { memoryDirectory, stateOf } from './testing/state.ts';

const runs = long ? 3000 : 40;
const names = [
  'miniredis-torn',
  'bitcask-unclean',
  'redis-2.4.18_rdb-small',
  'redis-2.8.24_aof-small',
  'redis-6.2.14_aof-small',
  'redis-7.0.15_aof-small',
  'redis-7.4.1_rdb-small',
];

const fault = fc.record({
  kind: fc.constantFrom('flip', 'zero', 'garbage', 'cut-out', 'cut-off', 'repeat', 'ones'),
  file: fc.nat(),
  at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  length: fc.integer({ min: 1, max: 200 }),
  noise: fc.uint8Array({ minLength: 200, maxLength: 200 }),
});
type Fault = typeof fault extends fc.Arbitrary<infer F> ? F : never;

function damaged(content: Buffer, { kind, at, length, noise }: Fault): Buffer {
  const from = Math.floor(at * content.length);
  const to = Math.min(from + length, content.length);
  const copy = Buffer.from(content);
  if (kind === 'flip') copy[from] = (copy[from] ?? 0) ^ (1 << (length % 8));
  if (kind === 'zero') copy.fill(0, from, to);
  if (kind === 'ones') copy.fill(255, from, to);
  if (kind === 'garbage') copy.set(noise.subarray(0, to - from), from);
  if (kind === 'cut-out') return Buffer.concat([copy.subarray(0, from), copy.subarray(to)]);
  if (kind === 'cut-off') return copy.subarray(0, from);
  if (kind === 'repeat') return Buffer.concat([copy.subarray(0, to), copy.subarray(from)]);
  return copy;
}

function filesOf(name: string): Record<string, Buffer> {
  const paths = readdirSync(fixture(name), { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    paths
      .filter((entry) => entry.isFile() && entry.name !== 'expected.json')
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return [path.slice(fixture(name).length + 1), readFileSync(path)];
      }),
  );
}

describe.each(names)('%s, damaged in any way', (name) => {
  const files = filesOf(name);
  const changed = Object.keys(files).filter((file) => !/\.(lock|manifest)$/.test(file));

  it('is read to its end, and a checksum that covers all lets nothing wrong pass as sound', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fault, { minLength: 1, maxLength: 3 }), async (faults) => {
        const now = { ...files };
        for (const each of faults) {
          const file = changed[each.file % changed.length] as string;
          now[file] = damaged(now[file] as Buffer, each);
        }
        const fileSystem = await memoryDirectory('/d', now);
        const format = await detectFormat('/d', fileSystem);
        if (format === null) return;
        const log = await format.read('/d', { fileSystem });
        const sound = await stateOf(log, fileSystem);
        await stateOf(log, fileSystem, { salvage: true });
        for (let index = 0; index < Math.min(log.table.count, 50); index++)
          await format.explain(log, index, fileSystem);
        expect(log.verdict.damaged.length > 0).toBe(log.damage !== 'none');
        if (name === 'redis-7.4.1_rdb-small' && !now['dump.rdb']?.equals(files['dump.rdb'] as Buffer)) {
          const isProven = log.verdict.sentence.includes('checksum of dump.rdb holds');
          if (!isProven && !log.verdict.sentence.includes('cannot be proven')) expect(sound).toEqual({});
        }
      }),
      { numRuns: runs },
    );
  }, 600_000);
});
