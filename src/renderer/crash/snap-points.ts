import type { CrashPoint } from '../../shared/contract/crash.ts';
import type { RecordRow } from '../../shared/rows.ts';
import type { TimelineModel } from '../timeline/timeline-model.ts';

/** A place worth crashing at, found from the log. */
export interface SnapPoint {
  id: string;
  title: string;
  find(model: TimelineModel): Promise<CrashPoint | null>;
}

export function middleOf(row: RecordRow): CrashPoint {
  return { file: row.file, offset: row.offset + Math.floor(row.length / 2) };
}
const startOf = (row: RecordRow): CrashPoint => ({ file: row.file, offset: row.offset });
const endOf = (row: RecordRow): CrashPoint => ({ file: row.file, offset: row.offset + row.length });

const at =
  (index: (model: TimelineModel) => number | null, place: (row: RecordRow) => CrashPoint) =>
  async (model: TimelineModel): Promise<CrashPoint | null> => {
    const record = index(model);
    const row = record === null ? undefined : await model.records.row(record);
    return row ? place(row) : null;
  };
const last = (model: TimelineModel) => model.total - 1;
const chosen = (model: TimelineModel) => model.state.selected;
const lastProven = (model: TimelineModel) => (model.state.summary?.durableRecords ?? 0) - 1;

export const middleOfLast: SnapPoint = {
  id: 'middleOfLast',
  title: 'Middle of the last record',
  find: at(last, middleOf),
};

export const snapPoints: readonly SnapPoint[] = [
  middleOfLast,
  { id: 'beforeLast', title: 'Before the last record', find: at(last, startOf) },
  { id: 'end', title: 'End of the log', find: at(last, endOf) },
  { id: 'lastProven', title: 'Last proven byte', find: at(lastProven, endOf) },
  { id: 'middleOfChosen', title: 'Middle of the chosen record', find: at(chosen, middleOf) },
  { id: 'lastFrame', title: 'Before the last frame', find: async (model) => beforeLastFrame(model) },
];

/** How far back the start of the last frame is looked for. */
const maxFrameWalk = 1_024;

/** The end of the frame before the last one: the last frame's header begins there. */
async function beforeLastFrame(model: TimelineModel): Promise<CrashPoint | null> {
  const newest = await model.records.row(model.total - 1);
  if (!newest) return null;
  let first = newest;
  for (let steps = 0; steps < maxFrameWalk && first.index > 0; steps++) {
    const before = await model.records.row(first.index - 1);
    if (!before || before.file !== newest.file) return startOf(first);
    if (before.frame !== newest.frame) return endOf(before);
    first = before;
  }
  return startOf(first);
}
