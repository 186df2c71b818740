import type { ReplayText } from '../../../../shared/contract/sweep.ts';
import { replayExtension } from '../../../../shared/replay-name.ts';
import { encodeReplay, type Replay } from '../../../crash/lab/replay.ts';

/** A replay as a file, with a name that says what it is about. */
export function replayText(replay: Replay): ReplayText {
  const { engine, fsync, workload, state, invariant } = replay;
  const name = [engine, fsync, workload.name, state.fault, state.at, invariant].join('-');
  return { name: `${name.replace(/[^\w.+-]+/g, '-')}${replayExtension}`, text: encodeReplay(replay) };
}
