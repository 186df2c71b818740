import { SeededRandom } from '../../../shared/seeded-random.ts';
import { type CrashState, crashState, type Damage } from './crash-state.ts';
import { DiskAt, type DiskImage } from './disk-at.ts';
import { sectorBytes } from './fates.ts';
import type { FaultName } from './faults.ts';
import type { Trace } from './trace.ts';

/** Bit rot, truncation and loss of each file of a store that was closed, and of one that was killed in its midst. */
export function* damageStates(
  { journal, syncReach }: Pick<Trace, 'journal' | 'syncReach'>,
  fault: FaultName,
  seed: number,
): Generator<CrashState> {
  const random = new SeededRandom(seed);
  for (const at of [journal.length, Math.floor((journal.length * 2) / 3)]) {
    const disk = DiskAt.after(journal, at, syncReach);
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
    else if (fault === 'truncated-file') yield* cuts(path, content.length);
    else if (fault === 'misdirected-write') yield* misdirections(path, content.length, random);
    else yield* flips(path, content.length, random);
  }
}

function* cuts(path: string, length: number): Generator<Damage> {
  for (let cut = 0; cut < length; cut++) yield { kind: 'cut', path, length: cut };
}

/** Each bit once: of every byte one, then of every byte another, so that a few of these states touch all bytes. */
function* flips(path: string, length: number, random: SeededRandom): Generator<Damage> {
  const first = random.below(8);
  for (let turn = 0; turn < 8; turn++) {
    for (let byte = 0; byte < length; byte++)
      yield { kind: 'flip', path, byte, bit: (first + byte + turn) % 8 };
  }
}

/** Each sector where any other should be, and pieces of any length anywhere. */
function* misdirections(path: string, length: number, random: SeededRandom): Generator<Damage> {
  for (let from = 0; from < length; from += sectorBytes) {
    for (let to = 0; to <= length; to += sectorBytes) {
      const moved = Math.min(sectorBytes, length - from);
      if (from !== to) yield { kind: 'misdirected', path, from, to, length: moved };
    }
  }
  for (let count = 0; length > 1 && count < length; count++) {
    const from = random.below(length);
    const to = random.below(length);
    const moved = 1 + random.below(Math.min(sectorBytes, length - from));
    if (from !== to) yield { kind: 'misdirected', path, from, to, length: moved };
  }
}
