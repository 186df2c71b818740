import { describe, expect, it } from 'vitest';
import { stories } from '../../crash/lab/stories/stories.ts';
import { exhibits, playExhibit } from './exhibit-pages.ts';
import { engineTitle, labEngines } from './lab-engines.ts';
import { LabRecoveries } from './lab-recoveries.ts';
import { isCitedSource, playStory, storyPages } from './story-pages.ts';
import { TraceLab } from './trace-lab.ts';

describe('the engines of the lab', () => {
  it('have names of their own, and begin with Walscope', () => {
    const engines = labEngines();
    expect(new Set(engines.map(({ name }) => name)).size).toBe(engines.length);
    expect(engines[0]).toMatchObject({ name: 'walscope', kind: 'walscope' });
    expect(new Set(engines.map(({ kind }) => kind))).toEqual(
      new Set(['walscope', 'exhibit', 'altered', 'story']),
    );
  });

  it.each(labEngines())(
    '$name runs its smallest workload, and can be crashed at its end',
    async ({ name, workloads }) => {
      const lab = new TraceLab(new LabRecoveries());
      const workload = workloads[0]?.name ?? '';
      const view = await lab.run({ engine: name, workload, fsync: 'always', seed: 1 });
      expect(view.steps.length).toBeGreaterThan(0);
      const outcome = await lab.crash(view.trace, { at: view.entries.length, kind: 'kill', fates: [] });
      expect(outcome.rules.length).toBeGreaterThan(0);
    },
  );

  it('are called by what was taken out of them', () => {
    expect(engineTitle('walscope-without-a+b')).toBe('walscope without a, b');
    expect(engineTitle('nothing known')).toBe('nothing known');
  });
});

describe('the gallery', () => {
  it('opens an exhibit’s smallest counterexample in the trace', async () => {
    const page = exhibits().find(({ engine }) => engine === 'json-overwrite');
    expect(page?.findings.length).toBeGreaterThan(0);
    const { counterexample } = await playExhibit('json-overwrite');
    const view = new TraceLab(new LabRecoveries()).openReplay(counterexample?.text ?? '');
    expect(view).toMatchObject({ engine: 'json-overwrite', engineTitle: page?.title });
    await expect(playExhibit('nothing known')).rejects.toThrow(/no exhibit/);
  });

  it('plays a story on the model of then, and on Walscope', async () => {
    const told = storyPages().find(({ hasThen, hasNow }) => hasThen && hasNow);
    expect(told).toBeDefined();
    const id = told?.id ?? '';
    expect((await playStory(id, 'then')).counterexample).not.toBeNull();
    expect(await playStory(id, 'now')).toMatchObject({ failing: 0, counterexample: null });
    await expect(playStory('nothing known', 'then')).rejects.toThrow(/no scene/);
  });

  it('leads to the sources of its stories and nowhere else', () => {
    const [first] = stories;
    expect(isCitedSource(first?.sources[0]?.url ?? '')).toBe(true);
    expect(isCitedSource('https://example.org/')).toBe(false);
  });
});
