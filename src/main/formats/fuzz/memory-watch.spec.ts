import { expect, it } from 'vitest';
import { MemoryWatch } from './memory-watch.ts';

const mebibyte = 1024 * 1024;

it('sees what is held, and not what has been let go', () => {
  const watch = new MemoryWatch();
  watch.begin();
  let held: Buffer | null = Buffer.alloc(40 * mebibyte, 1);
  expect(watch.excess(4 * mebibyte)).toMatch(/^holds \d+ bytes of memory for 4194304$/);
  expect(watch.excess(held.length)).toBeNull();
  held = null;
  expect(watch.excess(4 * mebibyte)).toBeNull();
});

it.runIf(process.platform === 'linux')(
  'sees the most that was taken by each input, not only by the largest',
  () => {
    const watch = new MemoryWatch();
    for (let input = 0; input < 3; input++) {
      watch.begin();
      expect(watch.excessPeak(mebibyte)).toBeNull();
      Buffer.alloc(200 * mebibyte, input + 1);
      expect(watch.excessPeak(mebibyte)).toMatch(/^took \d+ bytes of memory for 1048576$/);
      expect(watch.excess(mebibyte)).toBeNull();
    }
  },
);
