import { Button } from '../../ui/button.tsx';
import { EmptyState, PanelHead } from '../../ui/panel.tsx';
import { CellLine } from './cell-line.tsx';
import { Counterexamples } from './counterexamples.tsx';
import { Heatmap } from './heatmap.tsx';
import { InvariantFilter } from './invariant-filter.tsx';
import { isRunning, sameSetup, startSweep, stopSweep, useSweep } from './sweep-model.ts';
import { SweepProgress } from './sweep-progress.tsx';
import { SweepVerdict } from './sweep-verdict.tsx';

/** The sweep itself: its progress, the heatmap, and what it found. */
export function SweepPane() {
  const summary = useSweep((state) => state.summary);
  const heat = useSweep((state) => state.heat);
  const setup = useSweep((state) => state.setup);
  const running = isRunning(summary);
  const hasChanged = !running && summary !== null && !sameSetup(setup, summary.setup);
  return (
    <section className="pane sweep" aria-label="Sweep" data-pane="content">
      <PanelHead title="Sweep">
        <span className="dim cut">
          {hasChanged ? 'the setup has changed since: sweep again' : 'every crash point × every fault'}
        </span>
        <span className="grow" />
        {running ? (
          <Button icon="stop" onClick={() => void stopSweep()}>
            Cancel
          </Button>
        ) : (
          <Button kind="primary" icon="play" onClick={() => void startSweep()}>
            {summary === null ? 'Sweep' : 'Sweep again'}
          </Button>
        )}
      </PanelHead>
      {summary === null ? (
        <EmptyState
          title="Nothing swept yet"
          text="A sweep runs the workload once on a simulated disk, works out every disk that a crash could have left, and lets the engine recover each of them."
        />
      ) : (
        <>
          {running ? <SweepProgress summary={summary} /> : <SweepVerdict summary={summary} />}
          <InvariantFilter summary={summary} />
          {heat && <Heatmap heat={heat} running={running} />}
          <CellLine />
          <Counterexamples />
        </>
      )}
    </section>
  );
}
