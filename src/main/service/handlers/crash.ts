import type { crashCalls } from '../../../shared/contract/crash.ts';
import type { Handlers } from '../../../shared/contract/index.ts';
import { WalscopeError } from '../../../shared/errors.ts';

export function crashHandlers(): Pick<Handlers, keyof typeof crashCalls> {
  const later = async (): Promise<never> => {
    throw new WalscopeError('INTERNAL', 'crash');
  };
  return {
    'crash.files': later,
    'crash.processKill': later,
    'crash.preview': later,
    'crash.powerLoss': later,
    'crash.damage': later,
    'crash.sessions': async () => [],
    'crash.discard': later,
    'recovery.steps': later,
    'recovery.step': later,
    'recovery.diff': later,
  };
}
