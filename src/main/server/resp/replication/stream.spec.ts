import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { ReplicationStream } from './stream.ts';

/** No power of two, so that no two blocks are alike. */
const period = 251;
const pattern = Buffer.from(Array.from({ length: 2 * period }, (_, at) => at % period));
const bytesOf = (length: number, from: number) =>
  Buffer.alloc(length, pattern.subarray(from % period, (from % period) + period));

it('gives back what was appended, from anywhere that is kept', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 6 }),
      fc.nat(400_000),
      fc.nat(400_000),
      (lengths, forgotten, from) => {
        const stream = new ReplicationStream();
        for (const length of lengths) stream.append(bytesOf(length, stream.end));
        stream.forgetBefore(forgotten);
        expect(stream.start).toBeLessThanOrEqual(forgotten);
        if (from < stream.start || from > stream.end) {
          expect(stream.read(from)).toBeNull();
          return;
        }
        for (let at = from; at < stream.end; ) {
          const read = stream.read(at) as Buffer;
          expect(read.equals(bytesOf(read.length, at))).toBe(true);
          expect(read.length).toBeGreaterThan(0);
          at += read.length;
        }
        expect(stream.read(stream.end)).toHaveLength(0);
      },
    ),
    { numRuns: 50 },
  );
});

it('forgets nothing that is to be kept, and goes on behind what it has forgotten', () => {
  const stream = new ReplicationStream();
  stream.append(bytesOf(65_536, 0));
  stream.forgetBefore(65_536);
  expect(stream.start).toBe(65_536);
  expect(stream.holds(65_535)).toBe(false);
  stream.append(bytesOf(10, 65_536));
  expect(stream.read(65_536)).toEqual(bytesOf(10, 65_536));
});

it('wakes who waits for more, and who is told to stop', async () => {
  const stream = new ReplicationStream();
  const ending = new AbortController();
  const grown = stream.grown(ending.signal);
  stream.append(Buffer.of(1));
  await grown;
  const stopped = stream.grown(ending.signal);
  ending.abort();
  await stopped;
});
