import { expect, test } from 'vitest';
import { looseText } from '../../../shared/bytes.ts';
import { MemoryFileSystem } from '../../engine/fs/memory-file-system.ts';
import { open } from '../../engine/open.ts';
import type { Format } from '../../formats/log/format.ts';
import type { Log } from '../../formats/log/log.ts';
import { walscopeFormat } from '../../formats/walscope/walscope-format.ts';
import { LogReader } from './log-reader.ts';

const directory = '/store';

function contents(log: Log): unknown {
  const { table } = log;
  const records = Array.from({ length: table.count }, (_, index) => {
    const { file, frame, key, ...record } = table.record(index);
    return { ...record, key: looseText(key), file: log.files[file]?.name, state: table.state(index, 0) };
  });
  const { verdict, durableRecords, sizeBytes, files } = log;
  return { records, verdict, durableRecords, sizeBytes, files, frames: table.frames };
}

/** Counts how often a log is read from its start. */
function countingFormat(): { format: Format; reads: () => number } {
  let reads = 0;
  const read: Format['read'] = (...args) => {
    reads++;
    return walscopeFormat.read(...args);
  };
  return { format: { ...walscopeFormat, read }, reads: () => reads };
}

test('a log that is written to is followed, and is what a new reading gives', async () => {
  const fileSystem = new MemoryFileSystem();
  const store = await open(directory, { fileSystem, segmentBytes: 2048, garbageShare: null });
  const { format, reads } = countingFormat();
  const reader = new LogReader(format, directory, fileSystem);
  reader.start();
  try {
    for (let round = 0; round < 40; round++) {
      await store.batch([
        { op: 'set', key: `k${round % 7}`, value: 'x'.repeat(round * 3) },
        { op: 'delete', key: `k${(round + 3) % 7}` },
      ]);
      reader.invalidate();
      const followed = await reader.whole;
      expect(contents(followed)).toEqual(contents(await walscopeFormat.read(directory, { fileSystem })));
    }
    expect((await reader.whole).files.length).toBeGreaterThan(2);
    expect(reads()).toBe(1);
    await store.snapshot();
    reader.invalidate();
    const compacted = await reader.whole;
    expect(contents(compacted)).toEqual(contents(await walscopeFormat.read(directory, { fileSystem })));
    expect(reads()).toBe(2);
  } finally {
    reader.close();
    await store.close();
  }
});

test('a cancelled reading keeps what it has and can go on', async () => {
  const fileSystem = new MemoryFileSystem();
  const store = await open(directory, { fileSystem });
  await store.set('a', '1');
  await store.close();
  const reader = new LogReader(walscopeFormat, directory, fileSystem);
  const first = reader.whole;
  reader.cancel();
  await first.catch(() => undefined);
  expect((await reader.whole).table.count).toBe(1);
  expect(reader.exact).toBe(true);
  reader.close();
  await expect(reader.whole).resolves.toBeDefined();
});

test('a reader that was closed reads no more', async () => {
  const reader = new LogReader(walscopeFormat, directory, new MemoryFileSystem());
  reader.close();
  await expect(reader.whole).rejects.toMatchObject({ code: 'CLOSED' });
});
