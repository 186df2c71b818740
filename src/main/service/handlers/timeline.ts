import type { Handlers, Result } from '../../../shared/contract/index.ts';
import type { TimelineSummary, timelineCalls } from '../../../shared/contract/timeline.ts';
import { recordStates } from '../../../shared/model.ts';
import type { FileSystem } from '../../engine/fs/file-system.ts';
import type { Log } from '../../formats/log/log.ts';
import type { Source } from '../sources/source.ts';
import type { SourceRegistry } from '../sources/source-registry.ts';
import { findRecord } from '../timeline/find-record.ts';
import { recordDetail } from '../timeline/record-detail.ts';
import { recordPage } from '../timeline/record-rows.ts';
import { recordValue } from '../timeline/record-value.ts';
import { Timeline } from '../timeline/timeline.ts';

export function timelineHandlers(options: {
  sources: SourceRegistry;
  timelines: Timelines;
  fileSystem: FileSystem;
}): Pick<Handlers, keyof typeof timelineCalls> {
  const { timelines, fileSystem } = options;
  const of = (source: string) => timelines.of(options.sources.get(source));
  return {
    'timeline.open': async ({ source }) => {
      const timeline = of(source);
      timeline.reading.start();
      return timeline.summary();
    },
    'timeline.cancel': async ({ source }) => {
      const timeline = of(source);
      timeline.reading.cancel();
      return timeline.summary();
    },
    'timeline.records': async ({ source, first, count, states }) => {
      const timeline = of(source);
      const log = await readSoFar(timeline);
      const index = await timeline.states(log);
      const chosen = states && states.length < recordStates.length ? await index.select(states) : null;
      const total = chosen ? chosen.length : index.count;
      const end = Math.min(first + count, total);
      const indexes: number[] = [];
      for (let at = first; at < end; at++) indexes.push(chosen ? (chosen[at] as number) : at);
      const from = { log, reader: timeline.source.reader, fileSystem };
      return { bytes: await recordPage(from, indexes, (at) => index.code(at)), first, total };
    },
    'timeline.columns': async ({ source, first, last, columns }) => {
      const timeline = of(source);
      const index = await timeline.states(await readSoFar(timeline));
      const counts = new Uint32Array(columns * recordStates.length);
      const span = Math.max(0, last - first);
      for (let column = 0; column < columns; column++) {
        const from = first + Math.floor((span * column) / columns);
        const to = first + Math.floor((span * (column + 1)) / columns);
        index.countsIn(from, to, counts, column * recordStates.length);
      }
      return { bytes: littleEndian(counts) };
    },
    'timeline.record': async ({ source: id, index }): Promise<Result<'timeline.record'>> => {
      const timeline = of(id);
      return recordDetail(await readSoFar(timeline), timeline.source.reader, fileSystem, index);
    },
    'timeline.value': async ({ source, index, seq }) => ({
      bytes: await recordValue(await readSoFar(of(source)), fileSystem, { index, seq }),
    }),
    'timeline.find': async ({ source, at }) => {
      const timeline = of(source);
      const log = await timeline.reading.whole;
      return findRecord(log, await timeline.states(log), at);
    },
  };
}

/** What has been read, also when reading goes on or was cancelled; waits when there is nothing yet. */
async function readSoFar(timeline: Timeline): Promise<Log> {
  return timeline.reading.current ?? timeline.reading.whole;
}

function littleEndian(numbers: Uint32Array): Uint8Array {
  const bytes = new Uint8Array(numbers.length * 4);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < numbers.length; at++) view.setUint32(at * 4, numbers[at] as number, true);
  return bytes;
}

/** The timelines that have been opened, one for each source. */
export class Timelines {
  readonly #tell: (summary: TimelineSummary) => void;
  readonly #timelines = new Map<string, Timeline>();

  constructor(tell: (summary: TimelineSummary) => void) {
    this.#tell = tell;
  }

  of(source: Source): Timeline {
    const known = this.#timelines.get(source.id);
    if (known) return known;
    const timeline = new Timeline(source, this.#tell);
    this.#timelines.set(source.id, timeline);
    return timeline;
  }

  close(source: string): void {
    this.#timelines.get(source)?.close();
    this.#timelines.delete(source);
  }
}
