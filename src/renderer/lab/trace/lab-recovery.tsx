import { useEffect, useMemo, useState } from 'react';
import type { CrashOutcome } from '../../../shared/contract/lab.ts';
import { stepRows } from '../../../shared/rows.ts';
import { useCommands } from '../../commands/registry.ts';
import type { PlayerAction } from '../../recovery/player.ts';
import { ReplayList } from '../../recovery/replay-list.tsx';
import { StepDetailPane } from '../../recovery/step-detail.tsx';
import { Transport } from '../../recovery/transport.tsx';
import { usePlayer } from '../../recovery/use-player.ts';
import { useStepDetail } from '../../recovery/use-step-detail.ts';
import { client } from '../../stores/host.ts';
import { RowPages } from '../../timeline/row-pages.ts';
import { useNarrow } from '../../ui/media.ts';
import { EmptyState } from '../../ui/panel.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { useMediaQuery } from '../../ui/use-media-query.ts';
import '../../recovery/recovery.css';

/** Where there is no room for both, they take turns. */
type Part = 'steps' | 'step';
const parts: readonly { value: Part; title: string }[] = [
  { value: 'steps', title: 'All steps' },
  { value: 'step', title: 'This step' },
];

/** Recovery of the crashed disk, record by record, from its beginning. */
export function LabRecovery({ outcome }: { outcome: CrashOutcome }) {
  const { recovery, engineSays } = outcome;
  if (recovery === null) {
    return (
      <EmptyState
        title="This engine keeps no log that could be walked record by record"
        text={`What it said when it opened: ${engineSays.sentence} What it then held stands under Keys.`}
      />
    );
  }
  return <Steps recovery={recovery} />;
}

function Steps({ recovery }: { recovery: NonNullable<CrashOutcome['recovery']> }) {
  const { session, steps: count, stopStep } = recovery;
  const [player, act] = usePlayer(recovery, 0);
  const reducedMotion = useMediaQuery('(prefers-reduced-motion: reduce)');
  const { detail, error } = useStepDetail(session, player.step);
  const steps = useMemo(
    () =>
      new RowPages(
        (first, wanted) => client.call('recovery.steps', { session, first, count: wanted }),
        stepRows.decode,
      ),
    [session],
  );
  const narrow = useNarrow();
  const [part, setPart] = useState<Part>('steps');
  const play = () => act({ do: 'play', reducedMotion });
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the recovery comes up
  useEffect(() => {
    if (!reducedMotion) play();
  }, []);
  useReplayCommands({ playing: player.playing, last: count - 1, act, play });
  return (
    <div className="recovery labrec">
      <div className="head">
        <Transport state={player} act={act} onPlay={play} />
        {narrow && <Segmented<Part> label="Shown" value={part} choices={parts} onChange={setPart} />}
      </div>
      <div className="labpanes">
        {(!narrow || part === 'steps') && (
          <ReplayList
            steps={steps}
            count={count}
            step={player.step}
            stopStep={stopStep}
            onStep={(step) => act({ do: 'go', step })}
          />
        )}
        {(!narrow || part === 'step') && <StepDetailPane detail={detail} error={error} />}
      </div>
    </div>
  );
}

interface ReplayHandles {
  playing: boolean;
  last: number;
  act(action: PlayerAction): void;
  play(): void;
}

/** While a recovery is watched, the keys of the trace are the recovery's: the same ids, so that these count. */
function useReplayCommands({ playing, last, act, play }: ReplayHandles): void {
  const group = 'Crash lab' as const;
  useCommands([
    {
      id: 'lab.play',
      title: playing ? 'Pause the recovery' : 'Play the recovery',
      group,
      icon: playing ? 'pause' : 'play',
      keys: [' '],
      run: () => (playing ? act({ do: 'pause' }) : play()),
    },
    {
      id: 'lab.forward',
      title: 'A step of the recovery on',
      group,
      icon: 'stepForward',
      keys: ['ArrowRight'],
      run: () => act({ do: 'step', by: 1 }),
    },
    {
      id: 'lab.back',
      title: 'A step of the recovery back',
      group,
      icon: 'stepBack',
      keys: ['ArrowLeft'],
      run: () => act({ do: 'step', by: -1 }),
    },
    {
      id: 'lab.start',
      title: 'To the first step of the recovery',
      group,
      keys: ['Home'],
      run: () => act({ do: 'go', step: 0 }),
    },
    {
      id: 'lab.end',
      title: 'To the end of the recovery',
      group,
      keys: ['End'],
      run: () => act({ do: 'go', step: last }),
    },
  ]);
}
