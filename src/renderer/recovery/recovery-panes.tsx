import { type ReactNode, useState } from 'react';
import type { CrashSession } from '../../shared/contract/crash.ts';
import type { StepRow } from '../../shared/rows.ts';
import type { RowPages } from '../timeline/row-pages.ts';
import { Button } from '../ui/button.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { useMediaQuery } from '../ui/use-media-query.ts';
import { Evidence } from './evidence.tsx';
import { KeyDiff } from './key-diff.tsx';
import { ReplayList } from './replay-list.tsx';
import { StepDetailPane } from './step-detail.tsx';
import type { StepDetail } from './use-step-detail.ts';

interface RecoveryPanesProps {
  session: CrashSession;
  steps: RowPages<StepRow>;
  step: number;
  detail: StepDetail | null;
  error: unknown;
  onStep(step: number): void;
  onOpen(): void;
  onDiscard(): void;
}

/** Replay, step, evidence and keys: side by side where there is room, else the last three take turns. */
export function RecoveryPanes(props: RecoveryPanesProps) {
  const wide = useMediaQuery('(min-width: 1280px)');
  const { session, steps, step, detail, error } = props;
  const replay = (
    <ReplayList
      steps={steps}
      count={session.steps}
      step={step}
      stopStep={session.stopStep}
      onStep={props.onStep}
    />
  );
  const actions = <CopyActions session={session} onOpen={props.onOpen} onDiscard={props.onDiscard} />;
  if (!wide) {
    return (
      <div className="panes">
        {replay}
        <NarrowPane
          step={<StepDetailPane detail={detail} error={error} />}
          evidence={<Evidence detail={detail} />}
          keys={<KeyDiff session={session.session} />}
          actions={actions}
        />
      </div>
    );
  }
  return (
    <div className="panes">
      {replay}
      <StepDetailPane detail={detail} error={error} />
      <aside className="pane rgt" aria-label="Evidence and keys">
        <Evidence detail={detail} />
        <KeyDiff session={session.session} />
        {actions}
      </aside>
    </div>
  );
}

type Part = 'step' | 'evidence' | 'keys';
const parts: readonly { value: Part; title: string }[] = [
  { value: 'step', title: 'Step' },
  { value: 'evidence', title: 'Evidence' },
  { value: 'keys', title: 'Before and after' },
];

function NarrowPane({ actions, ...content }: Record<Part | 'actions', ReactNode>) {
  const [part, setPart] = useState<Part>('step');
  return (
    <aside className="pane rgt" aria-label="Step, evidence and keys">
      <div className="head">
        <Segmented<Part> label="Shown beside the replay" value={part} choices={parts} onChange={setPart} />
      </div>
      {content[part]}
      {actions}
    </aside>
  );
}

function CopyActions({
  session,
  onOpen,
  onDiscard,
}: Pick<RecoveryPanesProps, 'session' | 'onOpen' | 'onDiscard'>) {
  return (
    <div className="ac">
      <Button kind="primary" icon="folder" onClick={onOpen}>
        Open the copy
      </Button>
      <Button icon="trash" onClick={onDiscard}>
        Discard
      </Button>
      <span className="mono dim fs11 cut grow" title={session.path}>
        {session.path}
      </span>
    </div>
  );
}
