import {
  type PointerEvent,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { recordStates, stateOf } from '../../shared/model.ts';
import { client } from '../stores/host.ts';
import { Canvas, type Painter } from '../ui/canvas.tsx';
import { ColumnReader } from './column-reader.ts';
import { drawColumns } from './draw-columns.ts';
import { drawDurabilityLine, drawRecords, type StripLanes } from './draw-records.ts';
import { durabilityWords } from './durability-words.ts';
import { columnX, indexAtX, layOutStrip, recordAt, showsRecords, stripPadding } from './strip-layout.ts';
import type { TimelineModel } from './timeline-model.ts';

interface RecordStripProps {
  model: TimelineModel;
  lanes: StripLanes;
  /** Told which record the pointer is on. */
  onHover?: (index: number | null) => void;
  hovered?: number | null;
}

/** Finer than this, columns would be thinner than they can be seen. */
const columnPx = 2;
const dragThresholdPx = 4;

/** The records of a window: one by one where they are wide enough, in columns from farther away. */
export function RecordStrip({ model, lanes, onHover, hovered = null }: RecordStripProps) {
  const { window, summary, selected, shown, durabilityLine } = model.use();
  const [width, setWidth] = useState(0);
  const rowsVersion = useSyncExternalStore(model.records.subscribe, model.records.version);
  const [columnsVersion, setColumnsVersion] = useState(0);
  const reader = useMemo(
    () => new ColumnReader(client, model.source, () => setColumnsVersion((version) => version + 1)),
    [model],
  );
  const oneByOne = showsRecords(window, width);
  const generation = summary?.generation ?? 0;

  useEffect(() => {
    if (width === 0) return;
    if (oneByOne) model.records.want(window.first - 1, window.last + 1, 1);
    else {
      const columns = Math.min(8192, Math.max(1, Math.floor((width - 2 * stripPadding) / columnPx)));
      reader.want({ first: Math.floor(window.first), last: Math.ceil(window.last), columns, generation });
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

  const draw = useCallback(
    (painter: Painter) => {
      void columnsVersion;
      const durableRecords = summary?.durableRecords ?? null;
      if (layout) {
        const all = shown.size === recordStates.length;
        const isShown = (row: { state: number }) => all || shown.has(stateOf(row.state));
        drawRecords(painter, layout, lanes, { selected, hovered, durableRecords, shown: isShown });
      } else drawColumns(painter, reader.columns, window, lanes, { selected, durableRecords, shown });
      if (!durabilityLine || durableRecords === null || !summary || durableRecords >= window.last) return;
      const first = layout?.records.find((record) => record.index >= durableRecords);
      const frame = first?.row && layout?.frames.find((one) => one.frame === first.row?.frame);
      const x = layout ? (frame?.left ?? first?.left ?? 0) : columnX(durableRecords, window, painter.width);
      drawDurabilityLine(
        painter,
        x,
        lanes,
        durabilityWords(summary, (index) => model.records.get(index)),
      );
    },
    [model, reader, layout, lanes, selected, hovered, shown, window, summary, durabilityLine, columnsVersion],
  );

  const pointer = useStripPointer(model, layout, width, onHover);
  return <Canvas label="Strip of records" draw={draw} onWidth={setWidth} {...pointer} />;
}

function useStripPointer(
  model: TimelineModel,
  layout: ReturnType<typeof layOutStrip> | null,
  width: number,
  onHover: ((index: number | null) => void) | undefined,
) {
  const drag = useRef<{ x: number; moved: boolean } | null>(null);
  const indexAt = (event: PointerEvent<HTMLCanvasElement>): number | null => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    if (layout) return recordAt(layout, x);
    const { window } = model.state;
    return model.total === 0 ? null : Math.min(model.total - 1, Math.floor(indexAtX(x, window, width)));
  };
  return {
    onPointerDown: (event: PointerEvent<HTMLCanvasElement>) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      drag.current = { x: event.clientX, moved: false };
    },
    onPointerMove: (event: PointerEvent<HTMLCanvasElement>) => {
      const held = drag.current;
      if (!held) {
        onHover?.(layout ? indexAt(event) : null);
        return;
      }
      const px = event.clientX - held.x;
      if (!held.moved && Math.abs(px) < dragThresholdPx) return;
      const { window } = model.state;
      held.moved = true;
      held.x = event.clientX;
      model.pan((-px / Math.max(1, width - 2 * stripPadding)) * (window.last - window.first));
    },
    onPointerUp: (event: PointerEvent<HTMLCanvasElement>) => {
      const held = drag.current;
      drag.current = null;
      if (held && !held.moved) model.select(indexAt(event), false);
    },
    onPointerLeave: () => onHover?.(null),
  };
}
