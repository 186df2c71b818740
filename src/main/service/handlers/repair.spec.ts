import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nodeFileSystem } from '../../engine/fs/node-file-system.ts';
import { formatOf } from '../../formats/detect.ts';
import { readBytes } from '../../formats/guide/testing.ts';
import { hasRedis, RealRedis } from '../../formats/redis/real-redis.ts';
import { aofOf } from '../../formats/redis/testing.ts';
import { stateOf } from '../../formats/testing/state.ts';
import { type ServiceUnderTest, serviceUnderTest } from '../specs/service-under-test.ts';

let service: ServiceUnderTest;
beforeEach(() => {
  service = serviceUnderTest();
});
afterEach(() => service.close());

async function directoryWith(name: string, content: Uint8Array): Promise<string> {
  const directory = join(service.directory, 'damaged');
  await mkdir(directory);
  await writeFile(join(directory, name), content);
  return directory;
}

const openAt = async (path: string) => (await service.call('source.open', { path })).id;

const sha256 = async (file: string) =>
  createHash('sha256')
    .update(await readFile(file))
    .digest('hex');

async function repairTo(
  source: string,
  to: 'guide' | 'redis' | 'walscope',
  choices: ('cut' | 'skip' | { reading: number })[],
) {
  const target = join(service.directory, 'repaired');
  const { job } = await service.call('repair.start', { source, choices, to, target });
  const ended = await service.jobEnd(job);
  expect(ended.error).toBeNull();
  return { target, result: ended.result };
}

test('a flipped bit: its places, what each choice makes of the keys, a new directory and a report', async () => {
  const path = await service.fixture('guide-flipped');
  const before = await sha256(join(path, 'data.log'));
  const source = await openAt(path);
  const { places, total } = await service.call('repair.places', { source });
  expect(total).toBe(places.length);
  expect(places[0]).toMatchObject({ file: 'data.log', kind: 'corrupt', choosable: true });
  const choices = places.map(({ usual }) => usual);
  const preview = await service.call('repair.preview', { source, choices });
  const cut = await service.call('repair.preview', { source, choices: places.map(() => 'cut' as const) });
  expect(cut).toMatchObject({ regained: 0, changed: 0, dropped: 0 });
  expect(preview.regained + preview.changed).toBeGreaterThan(0);

  const { target, result } = await repairTo(source, 'guide', choices);
  expect(result).toMatchObject({
    kind: 'repair',
    path: target,
    report: `${target}.repair.json`,
    skipped: [],
  });
  expect(await sha256(join(path, 'data.log'))).toBe(before);
  const report = JSON.parse(await readFile(`${target}.repair.json`, 'utf8'));
  expect(report).toMatchObject({
    source: { directory: path, format: 'guide', unchanged: true, sha256: { 'data.log': before } },
    places: [{ file: 'data.log', choice: expect.any(String) }],
    keys: { kept: preview.kept, regained: preview.regained, changed: preview.changed },
    result: { directory: target, format: 'guide', found: expect.stringContaining('Sound') },
  });
  const repaired = await readBytes(target, await readFile(join(target, 'data.log')));
  expect(repaired.damage).toBe('none');
});

test.runIf(hasRedis)('a redis-server loads what was repaired of a damaged append-only file', async () => {
  const whole = aofOf(['SET', 'a', '1'], ['HSET', 'h', 'field', 'x']);
  const damaged = aofOf(['SET', 'name', 'Ada']).toString().replace('$3\r\nAda', '$9\r\nAda');
  const behind = aofOf(['RPUSH', 'list', 'x', 'y'], ['DEL', 'a']);
  const path = await directoryWith('appendonly.aof', Buffer.concat([whole, Buffer.from(damaged), behind]));
  const source = await openAt(path);
  const { places } = await service.call('repair.places', { source });
  expect(places).toMatchObject([{ readings: [{ words: '$9 read as $3', proof: 'grammar' }], usual: 'skip' }]);
  const preview = await service.call('repair.preview', { source, choices: [{ reading: 0 }] });
  expect(preview).toMatchObject({ kept: 1, regained: 2, changed: 0, dropped: 1 });
  const { target } = await repairTo(source, 'redis', [{ reading: 0 }]);
  const redis = await RealRedis.start(target, '--appendonly', 'yes');
  try {
    expect(redis.ask('GET', 'name')).toBe('Ada');
    expect(redis.ask('EXISTS', 'a')).toBe('0');
    expect(redis.ask('LRANGE', 'list', '0', '-1')).toBe('x\ny');
    expect(redis.ask('HGET', 'h', 'field')).toBe('x');
  } finally {
    await redis.stop();
  }
});

test('a directory that is changed meanwhile, a report that is there, and too few choices are refused', async () => {
  const source = await openAt(await service.fixture('guide-flipped'));
  const target = join(service.directory, 'repaired');
  await writeFile(`${target}.repair.json`, '{}');
  const { places } = await service.call('repair.places', { source });
  const choices = places.map(() => 'skip' as const);
  const { job } = await service.call('repair.start', { source, choices, to: 'guide', target });
  expect((await service.jobEnd(job)).error).toMatchObject({ code: 'NOT_EMPTY' });
  expect(await nodeFileSystem.stat(target)).toBeNull();
  expect(await service.refusal('repair.preview', { source, choices: [] })).toMatchObject({
    code: 'INVALID_ARGUMENT',
  });
});

test('a sound directory has no places, and its repair is a copy', async () => {
  const source = await openAt(await service.fixture('guide-session'));
  expect(await service.call('repair.places', { source })).toMatchObject({ places: [], total: 0 });
  const { target } = await repairTo(source, 'walscope', []);
  const copy = await formatOf('walscope')!.read(target, { fileSystem: nodeFileSystem });
  expect(Object.keys((await stateOf(copy, nodeFileSystem)).db0!)).toHaveLength(1);
});
