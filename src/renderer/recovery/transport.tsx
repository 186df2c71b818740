import { IconButton } from '../ui/button.tsx';
import { formatCount } from '../ui/format.ts';
import { Segmented } from '../ui/segmented.tsx';
import { Slider } from '../ui/slider.tsx';
import { type PlayerAction, type PlayerState, type PlaySpeed, playSpeeds } from './player.ts';

interface TransportProps {
  state: PlayerState;
  act(action: PlayerAction): void;
  onPlay(): void;
}

/** Play, pause, step, skip, and where the replay stands. */
export function Transport({ state, act, onPlay }: TransportProps) {
  const atStart = state.step === 0;
  const atEnd = state.step >= state.count - 1;
  return (
    <div className="transport" role="toolbar" aria-label="Replay controls">
      <IconButton
        icon="stepBack"
        label="Step back"
        keys="ArrowLeft"
        disabled={atStart}
        onClick={() => act({ do: 'step', by: -1 })}
      />
      {state.playing ? (
        <IconButton icon="pause" label="Pause" keys=" " onClick={() => act({ do: 'pause' })} />
      ) : (
        <IconButton icon="play" label="Play" keys=" " onClick={onPlay} />
      )}
      <IconButton
        icon="stepForward"
        label="Step forward"
        keys="ArrowRight"
        disabled={atEnd}
        onClick={() => act({ do: 'step', by: 1 })}
      />
      <IconButton
        icon="skipToEnd"
        label="Skip to end"
        keys="End"
        disabled={atEnd}
        onClick={() => act({ do: 'go', step: state.count - 1 })}
      />
      <Slider
        label="Step"
        valueText={`step ${state.step + 1} of ${state.count}`}
        value={state.step}
        max={Math.max(0, state.count - 1)}
        onChange={(step) => act({ do: 'go', step })}
      />
      <span className="fs12 sub nowrap" aria-live={state.playing ? 'off' : 'polite'}>
        {formatCount(Math.min(state.step + 1, state.count))} of {formatCount(state.count)}
      </span>
      <span className="v" />
      <Segmented<PlaySpeed>
        label="Speed"
        value={state.speed}
        choices={playSpeeds.map((value) => ({ value, title: value }))}
        onChange={(speed) => act({ do: 'speed', speed })}
      />
    </div>
  );
}
