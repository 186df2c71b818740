import fc from 'fast-check';
import { expect, it } from 'vitest';
import { toHex } from '../../../shared/bytes.ts';
import { MemoryFileSystem } from '../../engine/fs/memory-file-system.ts';
import { long, tried } from '../../engine/specs/tried.ts';
import { liveKeys } from '../log/live-keys.ts';
import type { Log } from '../log/log.ts';
import { guideFormat } from './guide-format.ts';
import { logOf, type Step } from './testing.ts';

const runs = long ? 5000 : 400;

const bytes = fc.uint8Array({ maxLength: 24 });
const steps = fc.array(
  fc.tuple(fc.constantFrom('', 'a', 'b', 'cc', 'key:1'), fc.option(bytes, { nil: null, freq: 4 })),
  { minLength: 1, maxLength: 12 },
);
const fault = fc.record({
  kind: fc.constantFrom('flip', 'zero', 'garbage', 'cut-out', 'cut-off', 'append'),
  at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  length: fc.integer({ min: 1, max: 40 }),
  noise: fc.uint8Array({ minLength: 40, maxLength: 40 }),
});
type Fault = typeof fault extends fc.Arbitrary<infer F> ? F : never;

function damage(content: Buffer, { kind, at, length, noise }: Fault): Buffer {
  const from = Math.floor(at * content.length);
  const to = Math.min(from + length, content.length);
  const copy = Buffer.from(content);
  if (kind === 'flip') copy[from] = (copy[from] as number) ^ (1 << (length % 8));
  if (kind === 'zero') copy.fill(0, from, to);
  if (kind === 'garbage') copy.set(noise.subarray(0, to - from), from);
  if (kind === 'cut-out') return Buffer.concat([copy.subarray(0, from), copy.subarray(to)]);
  if (kind === 'cut-off') return copy.subarray(0, from);
  if (kind === 'append') return Buffer.concat([copy, noise.subarray(0, length)]);
  return copy;
}

async function read(content: Uint8Array): Promise<{ log: Log; fileSystem: MemoryFileSystem }> {
  const fileSystem = new MemoryFileSystem();
  await fileSystem.mkdir('/d');
  const handle = await fileSystem.open('/d/data.log', 'create');
  await handle.write(content, 0);
  await handle.close();
  return { log: await guideFormat.read('/d', { fileSystem }), fileSystem };
}

/** The state after each step, as text. */
function histories(written: readonly Step[]): string[] {
  const state = new Map<string, string>();
  const texts = [textOf(state)];
  for (const [key, value] of written) {
    if (value === null) state.delete(hex(key));
    else state.set(hex(key), hex(value));
    texts.push(textOf(state));
  }
  return texts;
}

const hex = (content: string | Uint8Array) => toHex(Buffer.from(content));
const textOf = (state: Map<string, string>) => JSON.stringify([...state].sort());

it('whatever happens to a log, nothing is invented and no loss is silent', async () => {
  await fc.assert(
    fc.asyncProperty(steps, fault, async (written, happened) => {
      const states = histories(written);
      const content = damage(logOf(...written), happened);
      const { log, fileSystem } = await read(content);
      // Nothing binds a record to the one before it: whole records that are gone from the middle leave no trace.
      fc.pre(happened.kind !== 'cut-out' || log.damage !== 'none');
      const replayed = new Map<string, string>();
      for await (const { key, value } of liveKeys(log, fileSystem)) replayed.set(hex(key), hex(value));
      // A replay gives the state of one moment, and says so unless that moment is the last.
      expect(states).toContain(textOf(replayed));
      const atBoundary = content.equals(logOf(...written.slice(0, log.verdict.recordsRead)));
      expect(log.damage === 'none').toBe(atBoundary);
      expect(log.verdict.damaged.length > 0).toBe(log.damage !== 'none');
      const known = new Set(written.map(([key, value]) => `${hex(key)}=${value && hex(value)}`));
      for await (const { key, value } of liveKeys(log, fileSystem, { salvage: true })) {
        expect(known).toContain(`${hex(key)}=${hex(value)}`);
      }
      // Records and damage tile the file.
      let end = 0;
      for (let index = 0; index < log.table.count; index++) {
        const { offset, length } = log.table.record(index);
        expect(offset).toBe(end);
        end = offset + length;
      }
      expect(end).toBe(content.length);
    }),
    { numRuns: runs },
  );
  tried('damaged logs', runs);
});
