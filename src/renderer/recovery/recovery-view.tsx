import { useMemo } from 'react';
import type { CrashSession } from '../../shared/contract/crash.ts';
import type { SourceInfo } from '../../shared/contract/source.ts';
import { stepRows } from '../../shared/rows.ts';
import type { CrashModel } from '../crash/crash-model.ts';
import { useCrashes } from '../crash/crashes.ts';
import { client } from '../stores/host.ts';
import { openPath, showView } from '../stores/session.ts';
import { RowPages } from '../timeline/row-pages.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { keepButtonKeys } from '../ui/button-keys.ts';
import { EmptyState, ErrorSentence } from '../ui/panel.tsx';
import { useMediaQuery } from '../ui/use-media-query.ts';
import { RecoveryPanes } from './recovery-panes.tsx';
import { Transport } from './transport.tsx';
import { usePlayer } from './use-player.ts';
import { useRecoveryCommands } from './use-recovery-commands.ts';
import { useStepDetail } from './use-step-detail.ts';
import { VerdictHead } from './verdict-head.tsx';
import './recovery.css';

/** Watch a crashed copy recover: the verdict, each step that led to it, and what became of the keys. */
export function RecoveryView({ source }: { source: SourceInfo }) {
  const model = useCrashes(source);
  const { error, sessions } = model.use();
  const session = model.currentSession;
  if (session) return <Recovery key={session.session} source={source} model={model} session={session} />;
  return (
    <div className="recovery none">
      {error !== null && <ErrorSentence error={error} />}
      {sessions !== null && (
        <EmptyState title="No crash yet" text="Pull the plug on a copy, then watch here how it recovers.">
          <Button kind="primary" icon="plug" onClick={() => showView('crash')}>
            Pull the plug…
          </Button>
        </EmptyState>
      )}
    </div>
  );
}

interface RecoveryProps {
  source: SourceInfo;
  model: CrashModel;
  session: CrashSession;
}

function Recovery({ source, model, session }: RecoveryProps) {
  const [player, act] = usePlayer(session);
  const reducedMotion = useMediaQuery('(prefers-reduced-motion: reduce)');
  const { detail, error } = useStepDetail(session.session, player.step);
  const problem = model.use((state) => state.error);
  const steps = useMemo(
    () =>
      new RowPages(
        (first, count) => client.call('recovery.steps', { session: session.session, first, count }),
        stepRows.decode,
      ),
    [session.session],
  );
  const play = () => act({ do: 'play', reducedMotion });
  const open = () => void openPath(session.path);
  const discard = () => void model.discard(session.session);
  useRecoveryCommands({ session, player, act, play, open, discard });
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it keeps keys of its buttons from the commands, no more
    <div className="recovery" onKeyDown={keepButtonKeys}>
      <div className="toolbar" data-pane="toolbar">
        <IconButton icon="undo" label="Back to Pull the plug" onClick={() => showView('crash')} />
        <h1>Recovery</h1>
        <span className="dim cut grow" title={`${session.what} Copy in ${session.path}`}>
          copy of {source.name} · {session.what}
        </span>
        <Transport state={player} act={act} onPlay={play} />
      </div>
      {problem !== null && <ErrorSentence error={problem} />}
      <VerdictHead session={session} />
      <RecoveryPanes
        session={session}
        steps={steps}
        step={player.step}
        detail={detail}
        error={error}
        onStep={(step) => act({ do: 'go', step })}
        onOpen={open}
        onDiscard={discard}
      />
    </div>
  );
}
