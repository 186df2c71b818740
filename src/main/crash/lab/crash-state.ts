import { DiskAt, type DiskImage } from './disk-at.ts';
import type { Fate } from './fates.ts';
import type { FaultName } from './faults.ts';
import type { Journal } from './journal.ts';

/** What happened to a file that had been proven. `path` as in the image. */
export type Damage =
  | { kind: 'flip'; path: string; byte: number; bit: number }
  | { kind: 'cut'; path: string; length: number }
  | { kind: 'missing'; path: string };

/** One disk that a crash may leave, as a choice that can be made again. */
export interface CrashState {
  fault: FaultName;
  /** Journal entries that had happened. */
  at: number;
  /** Of each operation that was pending then, oldest first; what is not named is lost. */
  fates: readonly Fate[];
  damage: Damage | null;
  /** Which read of the recovery fails with EIO, from 1. */
  failingRead: number | null;
}

export function imageOf(journal: Journal, state: CrashState, disk?: DiskAt): DiskImage {
  const image = (disk ?? DiskAt.after(journal, state.at)).image(state.fates);
  return state.damage === null ? image : damaged(image, state.damage);
}

function damaged(image: DiskImage, damage: Damage): DiskImage {
  const result = new Map(image);
  const content = image.get(damage.path);
  if (content === undefined) return result;
  if (damage.kind === 'missing') result.delete(damage.path);
  else if (damage.kind === 'cut') result.set(damage.path, content.slice(0, damage.length));
  else {
    const copy = content.slice();
    copy[damage.byte]! ^= 1 << damage.bit;
    result.set(damage.path, copy);
  }
  return result;
}

/** In words, for a list of failures. */
export function describeState(state: CrashState): string {
  const parts = [`${state.fault} after entry ${state.at} of the trace`];
  if (state.fates.length > 0) parts.push(`the disk kept ${describeFates(state.fates)}`);
  if (state.damage !== null) parts.push(describeDamage(state.damage));
  if (state.failingRead !== null) parts.push(`read ${state.failingRead} of the recovery fails`);
  return parts.join('; ');
}

function describeFates(fates: readonly Fate[]): string {
  const kept = fates.filter((fate) => fate === 'kept').length;
  const odd = fates.filter((fate) => fate !== 'kept' && fate !== 'lost').map((fate) => describeFate(fate));
  return [`${kept} of ${fates.length} unsynced operations`, ...odd].join(' and ');
}

function describeFate(fate: Fate): string {
  if (typeof fate === 'string') return fate === 'size-only' ? 'the size of a write' : fate;
  if ('firstBytes' in fate) return `the first ${fate.firstBytes} bytes of a write`;
  return `a write without its sector ${fate.withoutSector}`;
}

function describeDamage(damage: Damage): string {
  if (damage.kind === 'flip') return `bit ${damage.bit} of byte ${damage.byte} of ${damage.path} flipped`;
  return damage.kind === 'cut'
    ? `${damage.path} ends after ${damage.length} bytes`
    : `${damage.path} is missing`;
}
