import type { CrashState } from '../crash-state.ts';
import type { DiskAt } from '../disk-at.ts';
import { DiskFollower } from '../disk-follower.ts';
import { type Fate, sectorBytes } from '../fates.ts';
import type { FaultName } from '../faults.ts';
import type { Operation } from '../journal.ts';
import type { Trace } from '../trace.ts';
import type { FileSystemRule, Profile } from './profile.ts';

/** Faults in which a file system decides what is left of the operations that were pending. */
const decidedByFileSystem: ReadonlySet<FaultName> = new Set([
  'power-loss',
  'reordered-writes',
  'torn-write',
  'size-before-data',
  'garbage-bytes',
  'stale-bytes',
  'lost-directory-entry',
  'clock-jump',
  'fsync-error',
]);

/** The states that the file system may leave. They come in any order; those of one place in the journal are quickest. */
export function* permittedStates(
  profile: Profile,
  trace: Pick<Trace, 'journal' | 'syncReach'>,
  states: Iterable<CrashState>,
): Generator<CrashState> {
  if (Object.values(profile.claims).every(({ may }) => may)) {
    yield* states;
    return;
  }
  const disks = new DiskFollower(trace.journal, trace.syncReach);
  for (const state of states) {
    if (!decidedByFileSystem.has(state.fault) || permits(profile, disks.at(state.at), state.fates))
      yield state;
  }
}

/** Whether the file system may leave of the pending operations of a disk what these fates say. */
export function permits({ claims }: Profile, disk: DiskAt, fates: readonly Fate[]): boolean {
  const before: Earlier[] = [];
  for (const [index, operation] of disk.pending.entries()) {
    const fate = fates[index] ?? 'lost';
    if (fate !== 'lost') {
      for (const rule of rulesUsed(disk, operation, fate, before)) if (!claims[rule].may) return false;
    }
    before.push({ operation, fate });
  }
  return true;
}

interface Earlier {
  operation: Operation;
  fate: Fate;
}

/** What a file system must be able to do for an operation to have met its fate after what came before it. */
function* rulesUsed(
  disk: DiskAt,
  operation: Operation,
  fate: Fate,
  before: readonly Earlier[],
): Generator<FileSystemRule> {
  if (fate === 'size-only') yield 'zeros-before-data';
  if (fate === 'garbage') yield 'garbage-before-data';
  if (fate === 'stale') yield 'stale-before-data';
  const missing = before.filter((each) => each.fate !== 'kept').map((each) => each.operation);
  if (operation.kind === 'write' || operation.kind === 'truncate') {
    if (missing.some(({ kind }) => kind === 'write' || kind === 'truncate')) yield 'writes-out-of-order';
    if (missing.some((each) => leavesHole(disk, each, operation))) yield 'zeros-before-data';
    if (operation.kind === 'write' && endsInsideSector(operation.position, fate)) yield 'torn-inside-sector';
    return;
  }
  if (missing.some(isName)) yield 'names-out-of-order';
  if (operation.kind === 'unlink') return;
  const { node } = operation;
  if (!missing.some((each) => each.kind === 'write' && each.file === node)) return;
  yield operation.kind === 'rename' && replaces(disk, operation, before)
    ? 'replaced-before-data'
    : 'named-before-data';
}

const isName = ({ kind }: Operation): boolean => kind === 'link' || kind === 'unlink' || kind === 'rename';

/** A lost write that would have lengthened a file, before a kept one that lengthened it further: a gap of zeros. */
function leavesHole(disk: DiskAt, lost: Operation, kept: Operation): boolean {
  if (lost.kind !== 'write' || kept.kind !== 'write' || lost.file !== kept.file) return false;
  const end = lost.position + lost.data.length;
  return end > disk.lengthOf(lost.file) && end <= kept.position;
}

function endsInsideSector(position: number, fate: Fate): boolean {
  return typeof fate === 'object' && 'firstBytes' in fate && (position + fate.firstBytes) % sectorBytes !== 0;
}

function replaces(
  disk: DiskAt,
  { to, toName }: Extract<Operation, { kind: 'rename' }>,
  before: readonly Earlier[],
): boolean {
  const named = before.some(
    ({ operation }) =>
      (operation.kind === 'link' && operation.directory === to && operation.name === toName) ||
      (operation.kind === 'rename' && operation.to === to && operation.toName === toName),
  );
  return named || disk.hasName(to, toName);
}
