import type { ReactNode } from 'react';
import { recordedMark } from '../../../shared/contract/sweep.ts';
import { fsyncPolicies } from '../../../shared/model.ts';
import { promises } from '../../shell/fsync-menu.tsx';
import { useSession } from '../../stores/session.ts';
import { formatCount } from '../../ui/format.ts';
import { type Choice, ChoiceMenu } from './choice-menu.tsx';
import { FaultsChoice } from './faults-choice.tsx';
import { titleOf } from './lab-words.ts';
import { SeedField } from './seed-field.tsx';
import { changeSetup, useSweep } from './sweep-model.ts';
import { engineChoices, useEngines, workloadsOf } from './use-engines.ts';

const limits = [1_000, 10_000, 100_000, 1_000_000, 10_000_000];

interface SweepToolbarProps {
  /** The survival matrix has all policies and crashes, and a workload of its own. */
  forSurvival: boolean;
  children: ReactNode;
}

/** What is swept: engine, workload, policy, file system, faults, how many states, and from which seed. */
export function SweepToolbar({ forSurvival, children }: SweepToolbarProps) {
  const setup = useSweep((state) => state.setup);
  const choices = useSweep((state) => state.choices);
  const engines = useEngines();
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
      {!forSurvival && <WhatIsRun />}
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
      {!forSurvival && <HowMuch />}
      <SeedField value={setup.seed} onChange={(seed) => changeSetup({ seed })} />
    </div>
  );
}

/** Which calls are made, and what the engine promises for them. */
function WhatIsRun() {
  const setup = useSweep((state) => state.setup);
  const choices = useSweep((state) => state.choices);
  const workloads = workloadsOf(useEngines(), setup.engine).filter(({ name }) =>
    choices?.workloads.includes(name),
  );
  const recorded = useRecorded();
  const [only = 'all', ...more] = setup.workloads;
  return (
    <>
      <ChoiceMenu
        label="Workload"
        value={more.length === 0 ? only : `${setup.workloads.length} of them`}
        choices={[
          { value: 'all', title: 'all', note: 'One after the other.' },
          ...workloads.map(({ name, title }) => ({ value: name, title: name, note: title })),
          ...recorded,
        ]}
        onChange={(name) => changeSetup({ workloads: [name] })}
      />
      <ChoiceMenu
        label="fsync"
        value={setup.fsync}
        choices={fsyncPolicies.map((value) => ({ value, title: value, note: promises[value] }))}
        onChange={(value) => changeSetup({ fsync: fsyncPolicies.find((each) => each === value) ?? 'always' })}
      />
    </>
  );
}

/** What was done to each open directory, by its own log. */
function useRecorded(): Choice[] {
  const tabs = useSession((state) => state.tabs);
  return tabs
    .filter(({ info }) => info.capabilities.includes('timeline'))
    .map(({ info }) => ({
      value: `${recordedMark}${info.id}`,
      title: `what was done to ${info.name}`,
      note: 'The last records of its log, played on a disk in memory.',
      group: 'Open directories',
    }));
}

/** Which crashes are tried, and how many of them. */
function HowMuch() {
  const limit = useSweep((state) => state.setup.limit);
  return (
    <>
      <FaultsChoice />
      <ChoiceMenu
        label="States"
        value={String(limit)}
        choices={limits.map((each) => ({ value: String(each), title: formatCount(each) }))}
        onChange={(value) => changeSetup({ limit: Number(value) })}
      />
    </>
  );
}
