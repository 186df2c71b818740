import type { ReactNode } from 'react';
import { fsyncPolicies } from '../../../shared/model.ts';
import { promises } from '../../shell/fsync-menu.tsx';
import { formatCount } from '../../ui/format.ts';
import { ChoiceMenu } from './choice-menu.tsx';
import { FaultsChoice } from './faults-choice.tsx';
import { titleOf } from './lab-words.ts';
import { SeedField } from './seed-field.tsx';
import { changeSetup, useSweep } from './sweep-model.ts';
import { engineChoices, useEngines, workloadsOf } from './use-engines.ts';

const limits = [1_000, 10_000, 100_000, 1_000_000, 10_000_000];

/** What is swept: engine, workload, policy, file system, faults, how many states, and from which seed. */
export function SweepToolbar({ children }: { children: ReactNode }) {
  const setup = useSweep((state) => state.setup);
  const choices = useSweep((state) => state.choices);
  const engines = useEngines();
  const workloads = workloadsOf(engines, setup.engine).filter(({ name }) =>
    choices?.workloads.includes(name),
  );
  const [only = 'all', ...more] = setup.workloads;
  const workload = more.length === 0 ? only : `${setup.workloads.length} of them`;
  const chooseEngine = (engine: string) => {
    const names = workloadsOf(engines, engine).map(({ name }) => name);
    const known = setup.workloads.every((name) => name === 'all' || names.includes(name));
    changeSetup({ engine, without: [], ...(known ? {} : { workloads: ['all'] }) });
  };
  return (
    <div className="toolbar setup" role="toolbar" aria-label="Sweep">
      {children}
      <ChoiceMenu
        label="Engine"
        value={setup.engine}
        choices={engineChoices(engines, ['walscope', 'exhibit', 'story'])}
        onChange={chooseEngine}
      />
      <ChoiceMenu
        label="Workload"
        value={workload}
        choices={[
          { value: 'all', title: 'all', note: 'One after the other.' },
          ...workloads.map(({ name, title }) => ({ value: name, title: name, note: title })),
        ]}
        onChange={(name) => changeSetup({ workloads: [name] })}
      />
      <ChoiceMenu
        label="fsync"
        value={setup.fsync}
        choices={fsyncPolicies.map((value) => ({ value, title: value, note: promises[value] }))}
        onChange={(value) => changeSetup({ fsync: fsyncPolicies.find((each) => each === value) ?? 'always' })}
      />
      <ChoiceMenu
        label="File system"
        value={setup.profile}
        choices={(choices?.profiles ?? []).map(({ name, title, text }) => ({
          value: name,
          title: title || titleOf(name),
          note: text,
        }))}
        onChange={(profile) => changeSetup({ profile })}
      />
      <FaultsChoice />
      <ChoiceMenu
        label="States"
        value={String(setup.limit)}
        choices={limits.map((limit) => ({ value: String(limit), title: formatCount(limit) }))}
        onChange={(limit) => changeSetup({ limit: Number(limit) })}
      />
      <SeedField value={setup.seed} onChange={(seed) => changeSetup({ seed })} />
    </div>
  );
}
