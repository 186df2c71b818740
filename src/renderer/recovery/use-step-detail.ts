import { useEffect, useState } from 'react';
import type { Result } from '../../shared/contract/index.ts';
import { client } from '../stores/host.ts';

export type StepDetail = Result<'recovery.step'>;

interface State {
  detail: StepDetail | null;
  error: unknown;
}

/** The step the replay stands at. While it plays fast, the newest answer that has come. */
export function useStepDetail(session: string, step: number): State {
  const [state, setState] = useState<State>({ detail: null, error: null });
  useEffect(() => {
    let current = true;
    client
      .call('recovery.step', { session, index: step })
      .then((detail) => current && setState({ detail, error: null }))
      .catch((error: unknown) => current && setState({ detail: null, error }));
    return () => {
      current = false;
    };
  }, [session, step]);
  return state;
}
