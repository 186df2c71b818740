import { useCommands } from '../../commands/registry.ts';
import { useMediaQuery } from '../../ui/use-media-query.ts';
import { choosePreset, chooseRandom, enterRecovery, goTo, stepBy } from './trace-actions.ts';
import { setTrace, useTrace } from './trace-store.ts';
import { togglePlay, toReady } from './trace-transport.tsx';

/** What can be done on the Trace page. */
export function useTraceCommands(): void {
  const view = useTrace((state) => state.view);
  const playing = useTrace((state) => state.playing);
  const ready = useTrace((state) => state.outcome !== null);
  const reducedMotion = useMediaQuery('(prefers-reduced-motion: reduce)');
  const when = view !== null;
  const group = 'Crash lab' as const;
  useCommands([
    {
      id: 'lab.play',
      title: playing ? 'Pause the trace' : 'Play the trace',
      group,
      icon: playing ? 'pause' : 'play',
      keys: [' '],
      when,
      run: () => togglePlay(reducedMotion),
    },
    {
      id: 'lab.forward',
      title: 'A call on',
      group,
      icon: 'stepForward',
      keys: ['ArrowRight'],
      when,
      run: () => stepBy(1),
    },
    {
      id: 'lab.back',
      title: 'A call back',
      group,
      icon: 'stepBack',
      keys: ['ArrowLeft'],
      when,
      run: () => stepBy(-1),
    },
    { id: 'lab.start', title: 'Before the first step', group, keys: ['Home'], when, run: toReady },
    {
      id: 'lab.end',
      title: 'After the last call',
      group,
      keys: ['End'],
      when,
      run: () => view && goTo(view.entries.length),
    },
    {
      id: 'lab.watch',
      title: 'Watch the recovery of this crash',
      group,
      icon: 'recovery',
      keys: ['Enter'],
      when: ready,
      run: () => setTrace({ lower: 'recovery' }),
    },
    {
      id: 'lab.inside',
      title: 'Crash inside this recovery',
      group,
      icon: 'bolt',
      when: ready,
      run: enterRecovery,
    },
    {
      id: 'lab.best',
      title: 'The disk kept everything',
      group,
      keys: ['K'],
      when,
      run: () => choosePreset('best'),
    },
    {
      id: 'lab.worst',
      title: 'The disk kept only what was proven',
      group,
      keys: ['L'],
      when,
      run: () => choosePreset('worst'),
    },
    { id: 'lab.random', title: 'The disk kept some of it', group, keys: ['R'], when, run: chooseRandom },
  ]);
}
