import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { client } from '../stores/host.ts';
import { ColumnReader } from './column-reader.ts';
import type { LogColumns } from './log-columns.ts';
import { layOutStrip, type StripLayout, showsRecords, stripPadding } from './strip-layout.ts';
import type { TimelineModel } from './timeline-model.ts';

/** What a strip draws in its window: records one by one where they are wide enough, else columns. */
export interface Strip {
  width: number;
  setWidth(width: number): void;
  /** Null while columns are shown. */
  layout: StripLayout | null;
  columns: LogColumns | null;
}

/** Finer than this, columns would be thinner than they can be seen. */
const columnPx = 2;

/** Reads what a strip needs as its window moves. */
export function useStrip(model: TimelineModel): Strip {
  const { window, summary } = model.use();
  const [width, setWidth] = useState(0);
  const [columns, setColumns] = useState<LogColumns | null>(null);
  const rowsVersion = useSyncExternalStore(model.records.subscribe, model.records.version);
  const reader = useMemo(() => new ColumnReader(client, model.source, setColumns), [model]);
  const oneByOne = showsRecords(window, width);
  const generation = summary?.generation ?? 0;

  useEffect(() => {
    if (width === 0) return;
    if (oneByOne) model.records.want(window.first - 1, window.last + 1, 1);
    else {
      const [first, last] = [Math.floor(window.first), Math.ceil(window.last)];
      const room = Math.floor((width - 2 * stripPadding) / columnPx);
      const count = Math.max(1, Math.min(8192, room, last - first));
      reader.want({ first, last, columns: count, generation });
    }
  }, [model, reader, window, width, oneByOne, generation]);

  const layout = useMemo(() => {
    // The rows are read through the model: their version says when they are others.
    void rowsVersion;
    if (!oneByOne || width === 0) return null;
    const missing = (summary?.files ?? [])
      .filter((file) => file.kind === 'missing')
      .map((file) => ({ name: file.name, record: file.firstRecord }));
    return layOutStrip(window, width, (index) => model.records.get(index), missing);
  }, [model, window, width, oneByOne, summary, rowsVersion]);

  return { width, setWidth, layout, columns };
}
