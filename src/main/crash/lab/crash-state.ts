import { DiskAt, type DiskImage } from './disk-at.ts';
import type { Fate } from './fates.ts';
import type { FaultName } from './faults.ts';
import type { Journal } from './journal.ts';
import type { SyncReach } from './profiles/sync-reach.ts';

/** What happened to a file that had been proven. `path` as in the image. */
export type Damage =
  | { kind: 'flip'; path: string; byte: number; bit: number }
  | { kind: 'cut'; path: string; length: number }
  | { kind: 'missing'; path: string }
  /** A write of `length` bytes went to `to` instead of `from`, where what was there before stays: zeros. */
  | { kind: 'misdirected'; path: string; from: number; to: number; length: number };

/** A crash of the recovery itself, by the journal of what recovery did to the disk that it found. */
export interface NestedCrash {
  /** Entries of the recovery's journal that had happened. */
  at: number;
  /** Of each operation of the recovery that was pending then, oldest first; what is not named is lost. */
  fates: readonly Fate[];
}

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
  /** Crashes of the recovery, of the recovery after that, and so on: each before it had come to its end. */
  again: readonly NestedCrash[];
  /** How far the clock was moved while the machine was down, in ms. */
  clockMs: number;
}

/** A state in which nothing happened but a crash; `more` says what else did. */
export function crashState(
  fault: FaultName,
  at: number,
  fates: readonly Fate[],
  more: Partial<CrashState> = {},
): CrashState {
  return { fault, at, fates, damage: null, failingRead: null, again: [], clockMs: 0, ...more };
}

/** What an fsync proves in a state: nothing, where the disk lies. */
export const reachIn = ({ fault }: Pick<CrashState, 'fault'>, syncReach: SyncReach): SyncReach =>
  fault === 'lying-disk' ? 'nothing' : syncReach;

/** The disk after the crash, before any recovery. `disk` is the one at the state's place in the journal. */
export function imageOf(journal: Journal, state: CrashState, disk?: DiskAt): DiskImage {
  const crashed = (disk ?? DiskAt.after(journal, state.at, reachIn(state, 'own'))).image(state.fates);
  return damagedImage(crashed, state.damage);
}

/** The image with the damage done to it; the given one stays as it is. */
export function damagedImage(image: DiskImage, damage: Damage | null): DiskImage {
  const content = damage === null ? undefined : image.get(damage.path);
  if (damage === null || content === undefined) return image;
  const result = new Map(image);
  if (damage.kind === 'missing') result.delete(damage.path);
  else result.set(damage.path, damagedBytes(content, damage));
  return result;
}

function damagedBytes(content: Uint8Array, damage: Exclude<Damage, { kind: 'missing' }>): Uint8Array {
  if (damage.kind === 'cut') return content.slice(0, damage.length);
  if (damage.kind === 'flip') {
    const copy = content.slice();
    copy[damage.byte]! ^= 1 << damage.bit;
    return copy;
  }
  const { from, to, length } = damage;
  const copy = new Uint8Array(Math.max(content.length, to + length));
  copy.set(content);
  copy.fill(0, from, from + length);
  copy.set(content.subarray(from, from + length), to);
  return copy;
}

/** In words, for a list of failures. */
export function describeState(state: CrashState): string {
  const parts = [`${state.fault} after entry ${state.at} of the trace`];
  if (state.fates.length > 0) parts.push(`the disk kept ${describeFates(state.fates)}`);
  if (state.damage !== null) parts.push(describeDamage(state.damage));
  if (state.failingRead !== null) parts.push(`read ${state.failingRead} of the recovery fails`);
  for (const { at, fates } of state.again) {
    parts.push(`its recovery crashed after entry ${at}, and the disk kept ${describeFates(fates)}`);
  }
  if (state.clockMs !== 0) parts.push(`the clock was moved by ${state.clockMs} ms`);
  return parts.join('; ');
}

function describeFates(fates: readonly Fate[]): string {
  const kept = fates.filter((fate) => fate === 'kept').length;
  const odd = fates.filter((fate) => fate !== 'kept' && fate !== 'lost').map((fate) => describeFate(fate));
  return [`${kept} of ${fates.length} unsynced operations`, ...odd].join(' and ');
}

const fateWords = {
  kept: 'a write',
  lost: 'nothing of a write',
  'size-only': 'the size of a write',
  garbage: 'garbage in the place of a write',
  stale: 'old bytes in the place of a write',
} as const;

function describeFate(fate: Fate): string {
  if (typeof fate === 'string') return fateWords[fate];
  if ('firstBytes' in fate) return `the first ${fate.firstBytes} bytes of a write`;
  return `a write without its sector ${fate.withoutSector}`;
}

function describeDamage(damage: Damage): string {
  if (damage.kind === 'flip') return `bit ${damage.bit} of byte ${damage.byte} of ${damage.path} flipped`;
  if (damage.kind === 'misdirected') {
    const { path, from, to, length } = damage;
    return `${length} bytes of ${path} that belong to ${from} were written to ${to}`;
  }
  return damage.kind === 'cut'
    ? `${damage.path} ends after ${damage.length} bytes`
    : `${damage.path} is missing`;
}
