import { useEffect, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { keepButtonKeys } from '../../ui/button-keys.ts';
import { EmptyState, ErrorSentence } from '../../ui/panel.tsx';
import { showLab } from '../lab-place.ts';
import { KeysAfter } from '../trace/keys-after.tsx';
import { goTo, runTrace } from '../trace/trace-actions.ts';
import { getTrace, setTrace, useTrace } from '../trace/trace-store.ts';
import { TraceTimeline } from '../trace/trace-timeline.tsx';
import { useOutcome } from '../trace/use-outcome.ts';
import { VerdictBox } from '../trace/verdict-box.tsx';
import { TaskBox } from './task-box.tsx';
import { type TourStep, tourSteps } from './tour-steps.ts';
import '../trace/crash-side.css';
import '../trace/trace.css';
import './tour.css';

/** Seven steps for whoever has never heard of fsync; the last but one is a crash of one's own. */
export function TourPage() {
  const [at, setAt] = useState(0);
  const view = useTrace((state) => state.view);
  const error = useTrace((state) => state.error);
  const step = tourSteps[at] as TourStep;
  useOutcome();
  useEffect(() => {
    void enter(step);
  }, [step]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it keeps keys of its buttons from the commands, no more
    <div className="tourpage" onKeyDown={keepButtonKeys}>
      <StepText at={at} onStep={setAt} />
      <div className="stage">
        {error !== null && <ErrorSentence error={error} />}
        {view === null ? (
          error === null && <EmptyState title="Recording the trace…" />
        ) : (
          <Stage key={view.trace} />
        )}
      </div>
    </div>
  );
}

/** Brings the trace to where a step begins. */
async function enter(step: TourStep): Promise<void> {
  const { choice, view } = getTrace();
  const isThere =
    view !== null &&
    view.recorded === null &&
    view.engine === 'walscope' &&
    view.workload === 'first-look' &&
    view.fsync === step.fsync &&
    choice.fsync === step.fsync;
  if (!isThere)
    await runTrace({ engine: 'walscope', workload: 'first-look', fsync: step.fsync, seed: 1, source: null });
  const now = getTrace().view;
  if (now === null) return;
  setTrace({ kind: step.kind, preset: 'worst', chosen: new Map(), playing: false });
  goTo(step.at(now));
}

function StepText({ at, onStep }: { at: number; onStep(at: number): void }) {
  const step = tourSteps[at] as TourStep;
  const isLast = at === tourSteps.length - 1;
  return (
    <section className="tourtext scroll" aria-label="Tour" data-pane="content">
      <p className="dim fs12" aria-live="polite">
        Step {at + 1} of {tourSteps.length}
      </p>
      <h1>{step.title}</h1>
      <p>{step.text}</p>
      {step.task !== null && <TaskBox key={at} task={step.task} />}
      <div className="bt">
        {at > 0 && (
          <Button size="large" onClick={() => onStep(at - 1)}>
            Back
          </Button>
        )}
        {isLast ? (
          <Button kind="primary" size="large" onClick={() => showLab('trace')}>
            Crash it yourself
          </Button>
        ) : (
          <Button kind="primary" size="large" onClick={() => onStep(at + 1)}>
            Next
          </Button>
        )}
      </div>
      <ol className="dots" aria-hidden="true">
        {tourSteps.map(({ title }, index) => (
          <li key={title} className={index === at ? 'on' : index < at ? 'done' : ''} />
        ))}
      </ol>
    </section>
  );
}

function Stage() {
  const view = useTrace((state) => state.view);
  const outcome = useTrace((state) => state.outcome);
  const kind = useTrace((state) => state.kind);
  if (view === null) return null;
  return (
    <>
      <section className="pane trc" aria-label="Trace" data-pane="table">
        <TraceTimeline view={view} skipStart />
      </section>
      <section className="pane after pw" aria-label="After the crash">
        <div className="head">
          <h2>{kind === 'kill' ? 'The program is killed here' : 'The power goes here'}</h2>
          <span className="dim cut">what the next start finds</span>
        </div>
        {outcome !== null && <VerdictBox outcome={outcome} />}
        {outcome !== null && <KeysAfter outcome={outcome} />}
      </section>
    </>
  );
}
