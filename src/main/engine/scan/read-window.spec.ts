import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FileHandle } from '../fs/file-system.ts';
import { MemoryFileSystem } from '../fs/memory-file-system.ts';
import { ReadWindow } from './read-window.ts';

const KiB = 1024;
const headLength = 32;
const fileBytes = 12 * 1024 * KiB;
const content = Uint8Array.from({ length: fileBytes }, (_, at) => (at * 2_654_435_761) >>> 24);

async function openFile(): Promise<{ handle: FileHandle; bytesRead: () => number }> {
  const disk = new MemoryFileSystem();
  const handle = await disk.open('/log', 'create');
  await handle.write(content, 0);
  let bytesRead = 0;
  const read = handle.read.bind(handle);
  handle.read = async (target, position) => {
    const length = await read(target, position);
    bytesRead += length;
    return length;
  };
  return { handle, bytesRead: () => bytesRead };
}

/** As a log is read: of each frame its head, then all of it. */
async function walk(window: ReadWindow, frames: readonly number[]): Promise<void> {
  let at = 0;
  for (const length of frames) {
    if (at + length > fileBytes) break;
    for (const part of [Math.min(headLength, length), length]) {
      const isThere = await window.load(at, part);
      const start = at - window.base;
      const found = window.bytes.subarray(start, start + part);
      // Thousands of expectations would take longer than what they are about.
      if (!isThere || Buffer.compare(found, content.subarray(at, at + part)) !== 0)
        expect.fail(`bytes ${at} to ${at + part} are others`);
    }
    at += length;
  }
  await window.settle();
}

describe('a window that reads ahead', () => {
  it.each([1, 100, 200, 700, 1024, 2500])('reads a log of frames of %i KiB about once', async (frameKiB) => {
    const { handle, bytesRead } = await openFile();
    const length = frameKiB * KiB + 48;
    const frames = Array.from({ length: Math.floor(fileBytes / length) }, () => length);
    await walk(new ReadWindow(handle, 'log', fileBytes, true), frames);
    // While the length of frames is being learned, pieces are read that are too short.
    expect(bytesRead()).toBeLessThan(1.25 * fileBytes);
  });

  it('gives the bytes of the file, whatever the lengths of its frames', async () => {
    const { handle } = await openFile();
    const lengths = fc.oneof(
      fc.integer({ min: 40, max: 4 * KiB }),
      fc.integer({ min: 100 * KiB, max: 6000 * KiB }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(lengths, { maxLength: 200 }), fc.boolean(), async (frames, readsAhead) => {
        await walk(new ReadWindow(handle, 'log', fileBytes, readsAhead), frames);
      }),
      { numRuns: 60 },
    );
  });

  it('says where the file ends', async () => {
    const { handle } = await openFile();
    const window = new ReadWindow(handle, 'log', fileBytes, true);
    expect(await window.load(fileBytes - 100, 200)).toBe(false);
    expect(window.length).toBe(100);
    expect(await window.load(fileBytes - 100, 100)).toBe(true);
    await window.settle();
  });
});
