import type { DamagedRange, Verdict } from '../../../shared/model.ts';
import type { MarkProblem } from './evidence.ts';
import type { ScanState } from './scan-state.ts';
import type { SegmentList } from './segment-list.ts';

/** What a verdict is made of, besides what the frames said. */
export interface Findings {
  state: ScanState;
  list: SegmentList;
  /** The manifest never came to be: nothing had been written yet. */
  unfinishedCreation: boolean;
  markProblem: MarkProblem | null;
}

/** 1,234,567. Every opening says such a number, and `Intl` would take longer for its first than all the rest. */
const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',');

const plural = (count: number, noun: string): string => `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;

/** The findings as one verdict: the gravest of them names it. */
export function verdictOf(findings: Findings): Verdict {
  const { state } = findings;
  const { code, sentence, damage } = gravest(findings);
  return {
    code,
    sentence,
    damage,
    damaged: [...state.damaged, ...endOfLog(findings)],
    recordsRead: state.recordsRead,
    recordsSalvageable: state.recordsSalvageable,
    recordsLost: state.recordsLost,
  };
}

/** What a replay yields when only the end of the log is in doubt. */
function allBefore(records: number): string {
  if (records === 0) return 'no record stands before it';
  return records === 1
    ? 'the record before it is there'
    : `the ${plural(records, 'record')} before it are all there`;
}

export function cleanSentence(records: number): string {
  if (records === 0) return 'Nothing has been written yet.';
  if (records === 1) return 'The only record is there.';
  return `All ${plural(records, 'record')} are there, up to the last one written.`;
}

function gravest(findings: Findings): Pick<Verdict, 'code' | 'sentence' | 'damage'> {
  return (
    foreignFile(findings) ??
    missingFile(findings) ??
    unreadable(findings) ??
    unfinishedEnd(findings) ?? {
      code: 'clean',
      sentence: findings.unfinishedCreation
        ? 'The store was being created; nothing had been written to it yet.'
        : cleanSentence(findings.state.recordsRead),
      damage: 'none',
    }
  );
}

/** What is not as it should be at the end of the log: a replay ends there anyhow. */
function endOfLog({ state, markProblem }: Findings): DamagedRange[] {
  const { tail } = state;
  const ranges = markProblem === null ? [] : [markProblem.range];
  if (tail === null || tail.kind === 'lost') return ranges;
  return [{ file: tail.file.name, offset: tail.offset, length: tail.length, reason: tail.reason }, ...ranges];
}

type Finding = Pick<Verdict, 'code' | 'sentence' | 'damage'> | null;

function foreignFile({ list, markProblem }: Findings): Finding {
  const later = list.segments.find((segment) => segment.problem?.kind === 'unsupported');
  if (later !== undefined || list.manifestProblem?.kind === 'unsupported') {
    const [name, reason] = later
      ? [later.name, later.problem?.reason]
      : ['MANIFEST', list.manifestProblem?.reason];
    const sentence = `${name} is written in ${reason}: open the directory with a later Walscope.`;
    return { code: 'unsupported', sentence, damage: 'corrupt' };
  }
  const foreign = list.segments.find((segment) => segment.problem?.kind === 'wrong-store');
  const name = foreign?.name ?? (markProblem?.kind === 'wrong-store' ? 'DURABLE' : null);
  if (name === null) return null;
  const sentence = `${name} belongs to another store: put back the file that was here before.`;
  return { code: 'wrong-store', sentence, damage: 'corrupt' };
}

function missingFile({ list, state, unfinishedCreation }: Findings): Finding {
  const names = list.segments
    .filter((segment) => segment.problem?.kind === 'missing')
    .map(({ name }) => name);
  if (list.manifestProblem?.kind === 'missing' && !unfinishedCreation) names.unshift('MANIFEST');
  if (names.length === 0) return null;
  const are = names.length === 1 ? 'is' : 'are';
  const sentence = `${names.join(', ')} ${are} not there. ${readAndBehind(state)}`;
  return { code: 'file-missing', sentence, damage: 'corrupt' };
}

function unreadable({ list, state }: Findings): Finding {
  if (list.manifestProblem?.kind === 'damaged') {
    const sentence = `MANIFEST cannot be read: ${list.manifestProblem.reason}. The order of the segments was told from their own headers. ${readAndBehind(state)}`;
    return { code: 'unreadable', sentence, damage: 'corrupt' };
  }
  const first = state.damaged[0];
  if (first === undefined) return null;
  const sentence = `${first.file} is damaged at byte ${grouped(first.offset)}: ${first.reason}. ${readAndBehind(state)}`;
  return { code: 'unreadable', sentence, damage: 'corrupt' };
}

function readAndBehind(state: ScanState): string {
  const lost = state.recordsLost > 0 ? `, ${plural(state.recordsLost, 'record')} cannot be read` : '';
  const behind =
    state.recordsSalvageable > 0
      ? `, ${plural(state.recordsSalvageable, 'record')} behind the damage can be salvaged`
      : '';
  return `${plural(state.recordsRead, 'record')} can be read${lost}${behind}.`;
}

function unfinishedEnd({ state, markProblem }: Findings): Finding {
  const { tail } = state;
  const read = plural(state.recordsRead, 'record');
  if (tail?.kind === 'unprovable') {
    const sentence = `The last group, at byte ${grouped(tail.offset)} of ${tail.file.name}, cannot be proven: ${tail.reason}. It may have been acknowledged; ${allBefore(state.recordsRead)}.`;
    return { code: 'unprovable-tail', sentence, damage: 'corrupt' };
  }
  if (markProblem?.kind === 'unprovable') {
    const sentence = `${read} are there, but ${markProblem.reason}, so nothing says whether they are all that was acknowledged.`;
    return { code: 'unprovable-tail', sentence, damage: 'corrupt' };
  }
  if (tail?.kind === 'torn') {
    const sentence = `The last write never ended: ${tail.reason}, at byte ${grouped(tail.offset)} of ${tail.file.name}. Nothing proven durable is lost; ${allBefore(state.recordsRead)}.`;
    return { code: 'torn-tail', sentence, damage: 'torn-tail' };
  }
  if (markProblem?.kind === 'slot') {
    const sentence = `All ${read} are there; ${markProblem.reason}, so the mark before it counts.`;
    return { code: 'torn-tail', sentence, damage: 'torn-tail' };
  }
  return null;
}
