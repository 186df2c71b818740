import { useEffect, useReducer, useRef } from 'react';
import type { CrashSession } from '../../shared/contract/crash.ts';
import { dueSteps, type PlayerAction, type PlayerState, player, playerStart } from './player.ts';

/** A replay of a session's steps. Unless told otherwise it begins where recovery had to stop. */
export function usePlayer(
  session: Pick<CrashSession, 'steps' | 'stopStep'>,
  from = session.stopStep ?? session.steps - 1,
): [PlayerState, (action: PlayerAction) => void] {
  const [state, act] = useReducer(player, playerStart(session.steps, from));
  const rest = useRef(0);
  const { playing, speed } = state;
  useEffect(() => {
    if (!playing) return;
    let frame = 0;
    let before = performance.now();
    rest.current = 0;
    const tick = (now: number) => {
      const due = dueSteps(speed, now - before + rest.current);
      before = now;
      rest.current = due.restMs;
      if (due.steps > 0) act({ do: 'advance', by: due.steps });
      frame = requestAnimationFrame(tick);
    };
    frame = requestAnimationFrame(tick);
    return () => cancelAnimationFrame(frame);
  }, [playing, speed]);
  return [state, act];
}
