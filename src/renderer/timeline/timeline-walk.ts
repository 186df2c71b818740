import type { Client } from '../../shared/contract/index.ts';
import type { TimelineModel } from './timeline-model.ts';

/** A frame longer than this is not walked to its end: its next thousand records are near enough. */
const maxFrameWalk = 1_024;

/** Chooses the record `by` places further; the newest one when none is chosen. */
export function stepRecord(model: TimelineModel, by: 1 | -1): void {
  const { selected } = model.state;
  if (model.total === 0) return;
  model.select(selected === null ? model.total - 1 : Math.min(model.total - 1, Math.max(0, selected + by)));
}

/** Steps are taken one after the other: rows may have to come first, and no press of a key is to be lost. */
const walking = new WeakMap<TimelineModel, Promise<void>>();

/** Chooses the first record of the next frame, or of this frame and then of the one before it. */
export function stepFrame(model: TimelineModel, by: 1 | -1): Promise<void> {
  const step = (walking.get(model) ?? Promise.resolve()).then(() => stepOneFrame(model, by));
  walking.set(
    model,
    step.catch(() => undefined),
  );
  return step;
}

async function stepOneFrame(model: TimelineModel, by: 1 | -1): Promise<void> {
  const { selected } = model.state;
  if (selected === null) {
    stepRecord(model, by);
    return;
  }
  const target = by === 1 ? await firstOfNext(model, selected) : await firstOfPrevious(model, selected);
  if (target !== null) model.select(target);
}

async function firstOfNext(model: TimelineModel, from: number): Promise<number | null> {
  const frame = (await model.records.row(from))?.frame;
  const end = Math.min(model.total, from + maxFrameWalk);
  for (let index = from + 1; index < end; index++) {
    if ((await model.records.row(index))?.frame !== frame) return index;
  }
  return end > from + 1 ? end - 1 : null;
}

async function firstOfPrevious(model: TimelineModel, from: number): Promise<number | null> {
  const start = from - 1;
  if (start < 0) return null;
  const frame = (await model.records.row(start))?.frame;
  for (let index = start; index > Math.max(0, start - maxFrameWalk); index--) {
    if ((await model.records.row(index - 1))?.frame !== frame) return index;
  }
  return Math.max(0, start - maxFrameWalk);
}

/** Chooses the next damaged record behind the chosen one, round the end; false when there is none. */
export async function nextDamaged(client: Client, model: TimelineModel): Promise<boolean> {
  const find = (from: number) =>
    client.call('timeline.find', { source: model.source, at: { by: 'damaged', from } });
  const { selected } = model.state;
  const found = (await find(selected === null ? 0 : selected + 1)) ?? (await find(0));
  if (found === null) return false;
  model.select(found);
  return true;
}

/** The place of a record in the list that is shown; null when its state is hidden. */
export async function placeInList(model: TimelineModel, index: number): Promise<number | null> {
  const pages = model.listPages();
  if (pages === model.records) return index;
  let low = 0;
  if (pages.total === null) await pages.row(0);
  let high = (pages.total ?? 0) - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const row = await pages.row(middle);
    if (!row) return null;
    if (row.index === index) return middle;
    if (row.index < index) low = middle + 1;
    else high = middle - 1;
  }
  return null;
}
