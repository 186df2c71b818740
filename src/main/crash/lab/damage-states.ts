import { SeededRandom } from '../../../shared/seeded-random.ts';
import { type CrashState, crashState, type Damage } from './crash-state.ts';
import { DiskAt, type DiskImage } from './disk-at.ts';
import type { FaultName } from './faults.ts';
import type { Journal } from './journal.ts';

/** Bit rot, truncation and loss of each file of a store that was closed, and of one that was killed in its midst. */
export function* damageStates(journal: Journal, fault: FaultName, seed: number): Generator<CrashState> {
  const random = new SeededRandom(seed);
  for (const at of [journal.length, Math.floor((journal.length * 2) / 3)]) {
    const disk = DiskAt.after(journal, at);
    const fates = disk.pending.map(() => 'kept' as const);
    for (const damage of damagesOf(disk.image(fates), fault, random)) {
      yield crashState(fault, at, fates, { damage });
    }
  }
}

function* damagesOf(image: DiskImage, fault: FaultName, random: SeededRandom): Generator<Damage> {
  for (const [path, content] of image) {
    if (path.endsWith('/')) continue;
    if (fault === 'missing-file') yield { kind: 'missing', path };
    else {
      for (let byte = 0; byte < content.length; byte++) {
        if (fault === 'truncated-file') yield { kind: 'cut', path, length: byte };
        else yield { kind: 'flip', path, byte, bit: random.below(8) };
      }
    }
  }
}
