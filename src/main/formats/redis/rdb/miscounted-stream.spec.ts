import { describe, expect, it } from 'vitest';
import { memoryDirectory, stateOf } from '../../testing/state.ts';
import { readRedis } from '../read-redis.ts';
import { rdbOf } from '../testing.ts';
import { encodeString } from '../write/encode.ts';
import { encodeStream } from '../write/encode-stream.ts';
import { ByteInput } from './byte-input.ts';
import { readCount, skipString } from './primitives.ts';
import { rdbTypes } from './types.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** One stream of two entries that says it has three, as some servers left them behind after a trim. */
function rdbWith(count: number, checksum: 'whole' | 'switched off'): Buffer {
  const content = encodeStream({
    value: [
      ['1-0', [base64('field'), base64('first')]],
      ['2-0', [base64('field'), base64('second')]],
    ],
    stream: { lastId: '2-0', maxDeletedId: '0-0', entriesAdded: 3, groups: [] },
  });
  const input = ByteInput.over(content);
  for (let blocks = readCount(input); blocks > 0; blocks--) {
    skipString(input);
    skipString(input);
  }
  content[input.offset] = count;
  const stream = [Buffer.of(rdbTypes.stream2), encodeString('trimmed'), content];
  return rdbOf(stream, { checksum: checksum === 'whole' });
}

async function read(rdb: Uint8Array) {
  const fileSystem = await memoryDirectory('/d', { 'dump.rdb': rdb });
  const log = await readRedis('/d', { fileSystem });
  return { damage: log.damage, state: await stateOf(log, fileSystem, { salvage: false, nowMs: 0 }) };
}

describe('a stream that says it has more entries than it holds', () => {
  it('is read as Redis reads it when the checksum says that it was written so', async () => {
    const { damage, state } = await read(rdbWith(3, 'whole'));
    expect(damage).toBe('none');
    expect(state.db0?.[base64('trimmed')]).toEqual(
      (await read(rdbWith(2, 'whole'))).state.db0?.[base64('trimmed')],
    );
  });

  it('is damaged when nothing says so', async () => {
    expect((await read(rdbWith(3, 'switched off'))).damage).toBe('corrupt');
  });
});
