import { readFile, rm } from 'node:fs/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { jsonOf, runHere } from './testing.ts';

interface Report {
  states: number;
  distinct: number;
  checks: number;
  failures: { invariant: string; state: string; replay: string }[];
  perFault: Record<string, { states: number; failing: number }>;
}

const replays = new Set<string>();

async function crash(...argv: string[]): Promise<{ code: number; report: Report }> {
  const ran = await runHere(['crash', ...argv, '--json']);
  expect(ran.err).toEqual([]);
  const report = jsonOf(ran) as Report;
  for (const { replay } of report.failures) replays.add(replay);
  return { code: ran.code, report };
}

afterAll(async () => {
  for (const replay of replays) await rm(replay, { force: true });
});

describe('walscope crash', () => {
  it('crashes the engine and finds nothing', async () => {
    const { code, report } = await crash('--workload', 'batches', '--states', '200', '--seed', '4');
    expect(code).toBe(0);
    expect(report.failures).toEqual([]);
    expect(report.states).toBeGreaterThan(150);
    expect(report.distinct).toBeGreaterThan(50);
    const perFault = Object.values(report.perFault);
    expect(perFault.reduce((sum, { states }) => sum + states, 0)).toBe(report.states);
  });

  it('finds what an exhibit loses, and plays it again from the file', async () => {
    const sweep = ['--engine', 'json-overwrite', '--workload', 'puts', '--faults', 'power-loss,torn-write'];
    const { code, report } = await crash(...sweep, '--states', '120', '--seed', '4');
    expect(code).toBe(1);
    expect(Object.keys(report.perFault)).toEqual(['power-loss', 'torn-write']);
    const [failure] = report.failures;
    const again = await crash('--replay', failure!.replay);
    expect(again.code).toBe(1);
    expect(again.report.failures.map(({ invariant }) => invariant)).toContain(failure!.invariant);
    const typed = await runHere(['crash', '--json', '--replay', '-'], {
      stdin: await readFile(failure!.replay),
    });
    expect((jsonOf(typed) as Report).failures).toHaveLength(again.report.failures.length);
    expect(await crash(...sweep, '--states', '120', '--seed', '4')).toEqual({ code, report });
  });

  it('says in words what it did', async () => {
    const sweep = ['crash', '--engine', 'guide', '--workload', 'puts', '--faults', 'lost-directory-entry'];
    const { code, out, err } = await runHere([...sweep, '--seed', '5']);
    expect({ code, err }).toEqual({ code: 1, err: [] });
    const text = out.toString();
    for (const [, path] of text.matchAll(/--replay (\S+)/g)) replays.add(path!);
    expect(text).toMatch(/^lost-directory-entry +\d+ states · \d+ failing$/m);
    expect(text).toMatch(/^durability: key:0 has nothing instead of "value 1/m);
    expect(text).toMatch(/states, [\d,]+ distinct · [\d,]+ checks · \d+ counterexamples?\n$/);
  });

  it('takes something out of the engine, and finds what that prevented', async () => {
    const { code, report } = await crash(
      ...['--without', 'frame-fsync', '--workload', 'puts', '--faults', 'power-loss'],
      ...['--states', '120'],
    );
    expect(code).toBe(1);
    expect(report.failures.map(({ invariant }) => invariant)).toContain('durability');
    const sweep = ['crash', '--without', 'mark-fsync', '--workload', 'puts', '--states', '60'];
    const { code: none, out } = await runHere(sweep);
    expect({ none, told: out.toString() }).toEqual({
      none: 0,
      told: expect.stringMatching(/0 violations\nmark-fsync: A mark that is not there yet/),
    });
  });

  it('lists stories, and tells one as it was then and as it is now', async () => {
    const list = jsonOf(await runHere(['crash', '--stories', '--json'])) as { id: string }[];
    expect(list.map(({ id }) => id)).toContain('etcd-14370');
    const told = await runHere(['crash', '--story', 'etcd-14370', '--json']);
    expect(told.code).toBe(0);
    expect(jsonOf(told)).toMatchObject({ system: 'etcd', year: 2022, now: { failing: 0 } });
    const inWords = (await runHere(['crash', '--story', 'kafka-3919'])).out.toString();
    expect(inWords).toContain('Not played: It takes several brokers');
  });

  it.each([
    [['--engine', 'magic'], 'There is no engine "magic"'],
    [['--workload', 'dance'], 'walscope has no workload "dance"'],
    [['--faults', 'flood'], 'There is no fault "flood"'],
    [['--without', 'everything'], 'Allowed choices are frame-fsync'],
    [['--story', 'once upon a time'], 'There is no story "once upon a time"'],
    [['--states', 'many'], '--states takes a whole number'],
    [['--replay', '/nowhere/replay.json'], '/nowhere/replay.json cannot be read'],
  ])('refuses %j in one line', async (argv, message) => {
    const { code, err } = await runHere(['crash', ...argv]);
    expect(code).toBe(2);
    expect(err).toHaveLength(1);
    expect(err[0]).toContain(message);
  });
});
