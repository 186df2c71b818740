/** Where a replay stands. Steps are 0-based; `count` is how many there are. */
export interface PlayerState {
  step: number;
  count: number;
  playing: boolean;
  speed: PlaySpeed;
}

/** Steps a second; `step` = only when told. */
export const playSpeeds = ['step', '1×', '10×', '100×'] as const;
export type PlaySpeed = (typeof playSpeeds)[number];
const stepsPerSecond: Record<PlaySpeed, number> = { step: 0, '1×': 4, '10×': 40, '100×': 400 };

export type PlayerAction =
  | { do: 'play'; reducedMotion: boolean }
  | { do: 'pause' }
  | { do: 'step'; by: number }
  | { do: 'go'; step: number }
  | { do: 'speed'; speed: PlaySpeed }
  | { do: 'advance'; by: number };

export const playerStart = (count: number, step = 0): PlayerState => ({
  step,
  count,
  playing: false,
  speed: '10×',
});

const lastStep = (state: PlayerState) => Math.max(0, state.count - 1);
const at = (state: PlayerState, step: number): PlayerState => ({
  ...state,
  step: Math.min(lastStep(state), Math.max(0, step)),
});

/**
 * Play at the end begins anew. Who wants less motion, or chose `step`, gets one step for each press. Whatever is
 * done by hand stops the playing.
 */
export function player(state: PlayerState, action: PlayerAction): PlayerState {
  switch (action.do) {
    case 'play': {
      if (action.reducedMotion || state.speed === 'step')
        return { ...at(state, state.step + 1), playing: false };
      const step = state.step >= lastStep(state) ? 0 : state.step;
      return { ...state, step, playing: state.count > 1 };
    }
    case 'pause':
      return { ...state, playing: false };
    case 'step':
      return { ...at(state, state.step + action.by), playing: false };
    case 'go':
      return { ...at(state, action.step), playing: false };
    case 'speed':
      return { ...state, speed: action.speed, playing: state.playing && action.speed !== 'step' };
    case 'advance': {
      const next = at(state, state.step + action.by);
      return { ...next, playing: state.playing && next.step < lastStep(state) };
    }
  }
}

/** Whole steps that are due after `elapsedMs`, and the time left over for the next one. */
export function dueSteps(speed: PlaySpeed, elapsedMs: number): { steps: number; restMs: number } {
  const each = stepsPerSecond[speed] === 0 ? Number.POSITIVE_INFINITY : 1000 / stepsPerSecond[speed];
  const steps = Math.floor(elapsedMs / each);
  return { steps, restMs: Number.isFinite(each) ? elapsedMs - steps * each : 0 };
}
