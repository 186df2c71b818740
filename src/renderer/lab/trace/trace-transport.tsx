import { useEffect } from 'react';
import { IconButton } from '../../ui/button.tsx';
import { useMediaQuery } from '../../ui/use-media-query.ts';
import { goTo, stepBy } from './trace-actions.ts';
import { getTrace, setTrace, useTrace } from './trace-store.ts';

/** Calls a second while the trace is played. */
const callsPerSecond = 2.5;

/** To the start, step, play: the trace as it happened, call by call. */
export function TraceTransport() {
  const playing = useTrace((state) => state.playing);
  const reducedMotion = useMediaQuery('(prefers-reduced-motion: reduce)');
  usePlaying(playing);
  return (
    <div className="trp" role="toolbar" aria-label="Trace controls">
      <IconButton icon="skipToStart" label="Before the first step" keys="Home" onClick={toReady} />
      <IconButton icon="stepBack" label="A call back" keys="ArrowLeft" onClick={() => stepBy(-1)} />
      <IconButton
        icon={playing ? 'pause' : 'play'}
        label={playing ? 'Pause' : 'Play'}
        keys=" "
        onClick={() => togglePlay(reducedMotion)}
      />
      <IconButton icon="stepForward" label="A call on" keys="ArrowRight" onClick={() => stepBy(1)} />
    </div>
  );
}

/** To where the store stands and the first step is asked for. */
export function toReady(): void {
  const { view } = getTrace();
  if (view !== null) goTo(view.readyAt);
}

/** Who wants less motion gets one call for each press. At the end it begins anew. */
export function togglePlay(reducedMotion: boolean): void {
  const { view, at, playing } = getTrace();
  if (view === null) return;
  if (reducedMotion) stepBy(1);
  else {
    if (!playing && at >= view.entries.length) toReady();
    setTrace({ playing: !playing });
  }
}

function usePlaying(playing: boolean): void {
  useEffect(() => {
    if (!playing) return;
    const timer = setInterval(() => {
      if (!stepBy(1)) setTrace({ playing: false });
    }, 1000 / callsPerSecond);
    return () => clearInterval(timer);
  }, [playing]);
}
