import { useEffect } from 'react';
import { client } from '../../stores/host.ts';
import { currentCrash } from './trace-actions.ts';
import { setTrace, useTrace } from './trace-store.ts';

/** A crash is played once the choice has rested this long: scrubbing passes many. */
const restMs = 80;

/** Plays the crash that is chosen and keeps its outcome; not while the trace itself is played. */
export function useOutcome(): void {
  const view = useTrace((state) => state.view);
  const at = useTrace((state) => state.at);
  const kind = useTrace((state) => state.kind);
  const chosen = useTrace((state) => state.chosen);
  const preset = useTrace((state) => state.preset);
  const playing = useTrace((state) => state.playing);
  // biome-ignore lint/correctness/useExhaustiveDependencies: they are what currentCrash reads
  useEffect(() => {
    const crash = currentCrash();
    if (crash === null || playing) return;
    let current = true;
    const timer = setTimeout(() => {
      client
        .call('lab.crash', crash)
        .then((outcome) => current && setTrace({ outcome, outcomeError: null }))
        .catch((outcomeError: unknown) => current && setTrace({ outcome: null, outcomeError }));
    }, restMs);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [view, at, kind, chosen, preset, playing]);
}
