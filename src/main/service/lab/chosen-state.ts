import type { CrashFate, CrashKind } from '../../../shared/contract/lab.ts';
import { WalscopeError } from '../../../shared/errors.ts';
import { type CrashState, crashState } from '../../crash/lab/crash-state.ts';
import { grownFates } from '../../crash/lab/fates.ts';
import type { FaultName } from '../../crash/lab/faults.ts';
import { diskAfter, type KeptTrace } from './kept-trace.ts';

export interface Choice {
  at: number;
  kind: CrashKind;
  fates: readonly CrashFate[];
}

/** The crash that somebody chose by hand, as one that the lab judges. Throws INVALID_ARGUMENT. */
export function chosenState(kept: KeptTrace, { at, kind, fates }: Choice): CrashState {
  const { trace, recorded, inside } = kept;
  if (at > trace.journal.length) {
    throw new WalscopeError('INVALID_ARGUMENT', `The trace has ${trace.journal.length} entries, not ${at}.`);
  }
  if (kind === 'recorded') {
    if (recorded === null || recorded.state.at !== at) {
      throw new WalscopeError(
        'INVALID_ARGUMENT',
        'No crash was recorded there: choose how the process ended.',
      );
    }
    return { ...recorded.state, fates: [...fates] };
  }
  const pending = diskAfter(kept, at).pending.length;
  const all = Array.from({ length: pending }, () => 'kept' as const);
  if (inside !== null) {
    const again = [...inside.state.again, { at, fates: kind === 'kill' ? all : fates.slice(0, pending) }];
    return { ...inside.state, fault: 'crash-in-recovery', again };
  }
  if (kind === 'kill') return crashState('process-kill', at, all);
  return crashState(faultOf(fates), at, fates.slice(0, pending));
}

/** The narrowest fault that leaves such a disk. */
function faultOf(fates: readonly CrashFate[]): FaultName {
  if (fates.some((fate) => grownFates.has(fate))) return 'size-before-data';
  if (fates.some((fate) => typeof fate === 'object')) return 'torn-write';
  const firstLost = fates.indexOf('lost');
  const hasHole = firstLost !== -1 && fates.slice(firstLost).some((fate) => fate !== 'lost');
  return hasHole ? 'reordered-writes' : 'power-loss';
}
