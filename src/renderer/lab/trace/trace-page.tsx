import { useEffect } from 'react';
import { keepButtonKeys } from '../../ui/button-keys.ts';
import { plural } from '../../ui/format.ts';
import { EmptyState, ErrorSentence, PanelHead } from '../../ui/panel.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { LowerPanes } from './lower-panes.tsx';
import { PowerSide } from './power-side.tsx';
import { startTrace } from './trace-actions.ts';
import { callsOf } from './trace-calls.ts';
import { TraceList } from './trace-list.tsx';
import { setTrace, useTrace } from './trace-store.ts';
import { TraceTimeline } from './trace-timeline.tsx';
import { TraceToolbar } from './trace-toolbar.tsx';
import { TraceTransport } from './trace-transport.tsx';
import { useOutcome } from './use-outcome.ts';
import { useTraceCommands } from './use-trace-commands.ts';
import './trace.css';

/** A workload's system calls over three layers, a crash anywhere in them, and what recovery makes of it. */
export function TracePage() {
  const view = useTrace((state) => state.view);
  const error = useTrace((state) => state.error);
  const as = useTrace((state) => state.as);
  useEffect(() => {
    void startTrace();
  }, []);
  useOutcome();
  useTraceCommands();
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it keeps keys of its buttons from the commands, no more
    <div className="trace" onKeyDown={keepButtonKeys}>
      <TraceToolbar />
      {error !== null && <ErrorSentence error={error} />}
      {view === null ? (
        error === null && <EmptyState title="Recording the first trace…" />
      ) : (
        <div className="trg">
          <section className="pane trc" aria-label="Trace" data-pane="content">
            <PanelHead title="Trace">
              <span className="dim cut">
                {plural(callsOf(view).length, 'system call')} · click between two calls to cut the power there
              </span>
              <span className="grow" />
              <Segmented
                label="Shown as"
                value={as}
                choices={[
                  { value: 'timeline', title: 'Timeline' },
                  { value: 'list', title: 'List' },
                ]}
                onChange={(value) => setTrace({ as: value })}
              />
              <TraceTransport />
            </PanelHead>
            {as === 'timeline' ? <TraceTimeline key={view.trace} view={view} /> : <TraceList view={view} />}
          </section>
          <PowerSide view={view} />
          <LowerPanes view={view} />
        </div>
      )}
    </div>
  );
}
