import type { CrashSession } from '../../shared/contract/crash.ts';
import { useCommands } from '../commands/registry.ts';
import type { PlayerAction, PlayerState } from './player.ts';

interface Handles {
  session: CrashSession;
  player: PlayerState;
  act(action: PlayerAction): void;
  play(): void;
  open(): void;
  discard(): void;
}

/** What can be done while a recovery is watched. */
export function useRecoveryCommands({ session, player, act, play, open, discard }: Handles): void {
  const { step, count, playing } = player;
  useCommands([
    {
      id: 'recovery.play',
      title: playing ? 'Pause the replay' : 'Play the replay',
      group: 'Recovery',
      icon: playing ? 'pause' : 'play',
      keys: [' '],
      run: () => (playing ? act({ do: 'pause' }) : play()),
    },
    {
      id: 'recovery.stepForward',
      title: 'Step forward',
      group: 'Recovery',
      icon: 'stepForward',
      keys: ['ArrowRight'],
      when: step < count - 1,
      run: () => act({ do: 'step', by: 1 }),
    },
    {
      id: 'recovery.stepBack',
      title: 'Step back',
      group: 'Recovery',
      icon: 'stepBack',
      keys: ['ArrowLeft'],
      when: step > 0,
      run: () => act({ do: 'step', by: -1 }),
    },
    {
      id: 'recovery.toStart',
      title: 'Back to the first step',
      group: 'Recovery',
      keys: ['Home'],
      when: step > 0,
      run: () => act({ do: 'go', step: 0 }),
    },
    {
      id: 'recovery.skipToEnd',
      title: 'Skip to end',
      group: 'Recovery',
      icon: 'skipToEnd',
      keys: ['End'],
      when: step < count - 1,
      run: () => act({ do: 'go', step: count - 1 }),
    },
    {
      id: 'recovery.toStop',
      title: 'Go to where recovery stopped',
      group: 'Recovery',
      when: session.stopStep !== null,
      run: () => act({ do: 'go', step: session.stopStep ?? 0 }),
    },
    {
      id: 'recovery.openCopy',
      title: 'Open the recovered copy',
      group: 'Recovery',
      icon: 'folder',
      run: open,
    },
    {
      id: 'recovery.discard',
      title: 'Discard the crashed copy',
      group: 'Recovery',
      icon: 'trash',
      run: discard,
    },
  ]);
}
