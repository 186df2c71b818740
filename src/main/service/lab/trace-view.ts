import type { TraceEntry, TraceStep } from '../../../shared/contract/lab.ts';
import { formatCount } from '../../../shared/words.ts';
import { DiskAt } from '../../crash/lab/disk-at.ts';
import type { DiskImage } from '../../crash/lab/disk-image.ts';
import { changesOf, HistoryReader } from '../../crash/lab/history.ts';
import { isOperation, type Journal, type JournalEntry, type Operation } from '../../crash/lab/journal.ts';
import { NodeNames } from '../../crash/lab/node-names.ts';
import type { SyncReach } from '../../crash/lab/profiles/sync-reach.ts';
import { stepTitle } from '../../crash/lab/step-title.ts';
import { storeDirectory, type Trace } from '../../crash/lab/trace.ts';
import type { Step } from '../../crash/lab/workloads.ts';
import type { KeptTrace } from './kept-trace.ts';

type Viewed = Pick<KeptTrace, 'trace' | 'inside'>;

/** A trace as it is shown: each entry with its names, the fsync that proves it and the steps it was made for. */
export function traceEntries({ trace, inside }: Viewed): TraceEntry[] {
  const { journal, workload, fsync, syncReach } = trace;
  const found = inside?.found ?? null;
  const names = new NodeNames(storeDirectory, found);
  const open = new Set<number>();
  const reader = new HistoryReader(workload.steps, fsync);
  const entries: TraceEntry[] = [];
  const proven = provingSyncs(journal, syncReach, found);
  for (const [index, entry] of journal.entries()) {
    reader.advance(entry);
    if (entry.kind === 'asked') open.add(entry.step);
    entries.push(
      isWord(entry)
        ? wordEntry(entry, workload.steps, reader)
        : { ...callEntry(entry, names), provenBy: proven.get(index) ?? null, steps: [...open] },
    );
    if (entry.kind === 'answered' || entry.kind === 'refused') open.delete(entry.step);
  }
  return entries;
}

/** The steps with the entries at which they were asked for and answered. */
export function traceSteps({ journal, workload }: Trace): TraceStep[] {
  const steps = workload.steps.map(
    (step): TraceStep => ({
      title: stepTitle(step),
      keys: [...new Set(changesOf(step).map(({ key }) => key))],
      askedAt: null,
      answeredAt: null,
      refused: false,
    }),
  );
  for (const [index, entry] of journal.entries()) {
    if (!isWord(entry)) continue;
    const step = steps[entry.step];
    if (step === undefined) continue;
    if (entry.kind === 'asked') step.askedAt = index;
    else step.answeredAt = index;
    if (entry.kind === 'refused') step.refused = true;
  }
  return steps;
}

/** For each change, by its entry, the fsync that brings it to the disk; what none brings there is absent. */
export function provingSyncs(
  journal: Journal,
  syncReach: SyncReach,
  found: DiskImage | null = null,
): Map<number, number> {
  const disk = found === null ? new DiskAt(syncReach) : DiskAt.from(found, syncReach);
  const proven = new Map<number, number>();
  /** Changes that are pending, by what they are. */
  const entryOf = new Map<Operation, number>();
  for (const [index, entry] of journal.entries()) {
    disk.advance(entry);
    if (isOperation(entry)) entryOf.set(entry, index);
    if (entry.kind !== 'sync') continue;
    const left = new Set(disk.pending);
    for (const [operation, at] of entryOf) {
      if (left.has(operation)) continue;
      proven.set(at, index);
      entryOf.delete(operation);
    }
  }
  return proven;
}

type Word = Extract<JournalEntry, { kind: 'asked' | 'answered' | 'refused' }>;
type Call = Exclude<JournalEntry, Word>;
type Shown = Omit<TraceEntry, 'provenBy' | 'steps'>;

function isWord(entry: JournalEntry): entry is Word {
  return entry.kind === 'asked' || entry.kind === 'answered' || entry.kind === 'refused';
}

function wordEntry(entry: Word, steps: readonly Step[], reader: HistoryReader): TraceEntry {
  const step = steps[entry.step];
  return {
    kind: entry.kind,
    node: -1,
    target: -1,
    replaces: null,
    name: step === undefined ? '' : stepTitle(step),
    detail: entry.kind === 'refused' ? entry.code : '',
    position: 0,
    bytes: 0,
    provenBy: null,
    steps: [entry.step],
    promises: reader.afterPowerLoss().states[entry.step] === 'promised',
  };
}

function callEntry(entry: Call, names: NodeNames): Shown {
  const plain = { position: 0, bytes: 0, replaces: null, promises: false, detail: '' };
  switch (entry.kind) {
    case 'write': {
      const { file: node, position, data } = entry;
      const detail = `${formatCount(data.length)} B at ${formatCount(position)}`;
      const bytes = data.length;
      return { ...plain, kind: 'write', node, target: node, name: names.of(node), detail, position, bytes };
    }
    case 'truncate': {
      const { file: node, length } = entry;
      const detail = `to ${formatCount(length)} B`;
      return { ...plain, kind: 'truncate', node, target: node, name: names.of(node), detail };
    }
    case 'link': {
      const { directory: node, node: target, isDirectory } = entry;
      const linked = names.link(node, entry.name, target);
      return { ...plain, kind: isDirectory ? 'mkdir' : 'create', node, target, ...linked };
    }
    case 'unlink': {
      const node = entry.directory;
      return { ...plain, kind: 'unlink', node, ...names.unlink(node, entry.name) };
    }
    case 'rename': {
      const { to: node, toName, node: target } = entry;
      const name = names.of(target);
      const { name: detail, replaces } = names.link(node, toName, target);
      return { ...plain, kind: 'rename', node, target, name, detail: `→ ${detail}`, replaces };
    }
    case 'sync':
    case 'failed-sync': {
      const { node } = entry;
      const isDirectory = names.isDirectory(node);
      const kind = entry.kind === 'failed-sync' ? 'failed-fsync' : isDirectory ? 'fsync-directory' : 'fsync';
      return { ...plain, kind, node, target: node, name: names.of(node) };
    }
  }
}
