import { useEffect, useState } from 'react';
import { useCommands } from '../../commands/registry.ts';
import { useNarrow } from '../../ui/media.ts';
import { ErrorSentence } from '../../ui/panel.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { BreakPanel } from './break-panel.tsx';
import { SurvivalPane } from './survival-pane.tsx';
import { isRunning, listenToSweeps, loadSweep, startSweep, stopSweep, useSweep } from './sweep-model.ts';
import { SweepPane } from './sweep-pane.tsx';
import { SweepToolbar } from './sweep-toolbar.tsx';
import './sweep.css';

const views = ['sweep', 'survival', 'break'] as const;
type SweepView = (typeof views)[number];
const viewTitles: Record<SweepView, string> = {
  sweep: 'Sweep',
  survival: 'Survival',
  break: 'Break the engine',
};

/** All crashes of an engine at once: the heatmap, what survives them, and what its safeguards are for. */
export function SweepPage() {
  const narrow = useNarrow();
  const [chosen, setChosen] = useState<SweepView>('sweep');
  const error = useSweep((state) => state.error);
  useSweepPage();
  const view = !narrow && chosen === 'break' ? 'sweep' : chosen;
  const shown = views.filter((each) => narrow || each !== 'break');
  return (
    <div className="sweep-page">
      <SweepToolbar forSurvival={view === 'survival'}>
        <Segmented
          label="What to look at"
          value={view}
          choices={shown.map((value) => ({ value, title: viewTitles[value] }))}
          onChange={setChosen}
        />
      </SweepToolbar>
      {error !== null && <ErrorSentence error={error} />}
      <div className="body">
        {view === 'sweep' && <SweepPane />}
        {view === 'survival' && <SurvivalPane />}
        {(view === 'break' || !narrow) && <BreakPanel />}
      </div>
    </div>
  );
}

function useSweepPage(): void {
  const running = useSweep((state) => isRunning(state.summary));
  useEffect(() => {
    void loadSweep();
    return listenToSweeps();
  }, []);
  useCommands([
    {
      id: 'sweep.start',
      title: 'Sweep all crashes',
      group: 'Crash',
      icon: 'play',
      when: !running,
      run: startSweep,
    },
    {
      id: 'sweep.stop',
      title: 'Stop the sweep',
      group: 'Crash',
      icon: 'stop',
      when: running,
      run: stopSweep,
    },
  ]);
}
