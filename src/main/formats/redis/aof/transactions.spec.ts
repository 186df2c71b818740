import { describe, expect, it } from 'vitest';
import { memoryDirectory, stateOf } from '../../testing/state.ts';
import { readRedis } from '../read-redis.ts';
import { aofOf } from '../testing.ts';

async function read(files: Record<string, Uint8Array | string>) {
  const fileSystem = await memoryDirectory('/d', files);
  const log = await readRedis('/d', { fileSystem });
  const { db0 = {} } = await stateOf(log, fileSystem, { salvage: true });
  return { log, reasons: log.verdict.damaged.map(({ reason }) => reason), keys: Object.keys(db0).map(atob) };
}

const set = (key: string) => ['SET', key, '1'];

describe('a transaction whose ends do not fit, which no server writes', () => {
  it('without its MULTI is corrupt, as redis-check-aof says, and takes nothing of what is there', async () => {
    const { log, reasons, keys } = await read({ 'appendonly.aof': aofOf(set('a'), ['EXEC'], set('b')) });
    expect(log.damage).toBe('corrupt');
    expect(reasons).toEqual(['a transaction ends here, and its MULTI is missing']);
    expect(keys).toEqual(['a', 'b']);
  });

  it('without its EXEC before the next one is corrupt', async () => {
    const { log, reasons } = await read({
      'appendonly.aof': aofOf(['MULTI'], set('a'), ['MULTI'], set('b'), ['EXEC']),
    });
    expect(log.damage).toBe('corrupt');
    expect(reasons).toEqual(['a transaction begins here within another, whose EXEC is missing']);
  });

  it('that does not end before another file is corrupt, and takes no command of that file', async () => {
    const { log, reasons, keys } = await read({
      'appendonlydir/appendonly.aof.manifest':
        'file appendonly.aof.1.incr.aof seq 1 type i\nfile appendonly.aof.2.incr.aof seq 2 type i\n',
      'appendonlydir/appendonly.aof.1.incr.aof': aofOf(set('a'), ['MULTI'], set('b')),
      'appendonlydir/appendonly.aof.2.incr.aof': aofOf(set('c')),
    });
    expect(log.damage).toBe('corrupt');
    expect(reasons).toEqual(['the transaction that begins here does not end, and another file follows']);
    expect(keys).toEqual(['a', 'c']);
  });
});
