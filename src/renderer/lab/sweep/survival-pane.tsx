import { useEffect } from 'react';
import type { SurvivalMatrix } from '../../../shared/contract/survival.ts';
import { useJobs } from '../../stores/jobs.ts';
import { Button } from '../../ui/button.tsx';
import { formatCount } from '../../ui/format.ts';
import { Glyph } from '../../ui/glyph.tsx';
import { EmptyState, ErrorSentence, PanelHead } from '../../ui/panel.tsx';
import { Progress } from '../../ui/progress.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { ChoiceMenu } from './choice-menu.tsx';
import { SurvivalCellLine } from './survival-cell-line.tsx';
import { countsOf, type Survives, shownColumns, survivalViews, survives } from './survival-counts.ts';
import {
  listenToSurvival,
  loadSurvival,
  startSurvival,
  stopSurvival,
  useSurvival,
} from './survival-model.ts';
import { SurvivalTable } from './survival-table.tsx';
import { useSweep } from './sweep-model.ts';
import { useEngines, workloadsOf } from './use-engines.ts';

const viewTitles = { crashes: 'Crashes', 'file-systems': 'File systems' } as const;

/** Of each acknowledged write: whether it survives always, sometimes or never, by policy and kind of crash. */
export function SurvivalPane() {
  const { matrix, workload, view, error } = useSurvival();
  const setup = useSweep((state) => state.setup);
  const engines = useEngines();
  const running = matrix?.state === 'running';
  useEffect(() => {
    void loadSurvival();
    return listenToSurvival();
  }, []);
  return (
    <section className="pane survival" aria-label="Survival" data-pane="content">
      <PanelHead title="Survival">
        <ChoiceMenu
          label="Writes of"
          value={workload}
          choices={workloadsOf(engines, setup.engine).map(({ name, title }) => ({
            value: name,
            title: name,
            note: title,
          }))}
          onChange={(value) => useSurvival.setState({ workload: value })}
        />
        <Segmented
          label="Columns"
          value={view}
          choices={survivalViews.map((value) => ({ value, title: viewTitles[value] }))}
          onChange={(value) => useSurvival.setState({ view: value, cell: null })}
        />
        <span className="grow" />
        {matrix && <Legend matrix={matrix} />}
        {running ? (
          <Button icon="stop" onClick={() => void stopSurvival()}>
            Cancel
          </Button>
        ) : (
          <Button kind="primary" icon="play" onClick={() => void startSurvival(setup)}>
            {matrix === null ? 'Work out' : 'Work out again'}
          </Button>
        )}
      </PanelHead>
      {error !== null && <ErrorSentence error={error} />}
      {matrix?.error && <ErrorSentence error={matrix.error} />}
      {matrix === null ? (
        <EmptyState
          title="Which writes survive?"
          text="Every crash after a write was acknowledged is played under each fsync policy, and the write is looked for in what the engine recovers."
        />
      ) : (
        <>
          {running && <SurvivalProgress job={matrix.job} />}
          <SurvivalTable matrix={matrix} />
          <SurvivalCellLine matrix={matrix} />
        </>
      )}
    </section>
  );
}

function SurvivalProgress({ job: id }: { job: string }) {
  const job = useJobs((state) => state.jobs.find((each) => each.id === id));
  if (job === undefined) return null;
  return <Progress label={job.title} done={job.done} total={job.total} unit="states" />;
}

const words: readonly Survives[] = ['always', 'sometimes', 'never'];

function Legend({ matrix }: { matrix: SurvivalMatrix }) {
  const view = useSurvival((state) => state.view);
  const profile = useSweep((state) => state.setup.profile);
  const counts = countsOf(matrix);
  const columns = shownColumns(matrix.columns, view, profile);
  const all = matrix.writes.flatMap((_, write) =>
    columns.map((column) => survives(counts({ write, column }))),
  );
  return words.map((word) => (
    <span key={word} className="tag sub">
      <Glyph name={word} />
      {word} <b>{formatCount(all.filter((each) => each === word).length)}</b>
    </span>
  ));
}
