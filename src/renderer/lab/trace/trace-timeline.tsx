import { useMemo, useState } from 'react';
import type { TraceView } from '../../../shared/contract/lab.ts';
import { crashPlace, stakeWords } from './place-words.ts';
import { StakeRow } from './stake-row.tsx';
import { callsOf, gapAt } from './trace-calls.ts';
import { LaneLabels } from './trace-drawing.tsx';
import { callWidth, crashX, labelWidth, layTrace } from './trace-layout.ts';
import { TracePicture } from './trace-picture.tsx';
import { useTrace } from './trace-store.ts';
import { useSight } from './use-sight.ts';
import './timeline.css';

const none: readonly number[] = [];
/** Behind the last call there is a crash point, too. Px. */
const tailWidth = 24;

interface TraceTimelineProps {
  view: TraceView;
  /** Begins at the first step: how the store came to be lies to the left. */
  skipStart?: boolean;
}

/** The system calls over memory, OS cache and disk. A click between two calls cuts the power there. */
export function TraceTimeline({ view, skipStart = false }: TraceTimelineProps) {
  const at = useTrace((state) => state.at);
  const stakes = useTrace((state) => state.stakes);
  const marked = useTrace((state) => state.marked);
  const gone = useTrace((state) => state.outcome?.goneSteps ?? none);
  const [hover, setHover] = useState<number | null>(null);
  const layout = useMemo(() => layTrace(view), [view]);
  const calls = useMemo(() => callsOf(view), [view]);
  const anchor = skipStart ? Math.max(0, (gapAt(calls, view.readyAt) - 0.5) * callWidth) : null;
  const shown = marked === null ? undefined : layout.xs[marked];
  const { scroller, sight, onScroll } = useSight(shown ?? crashX(layout, at), anchor);
  const width = Math.max(layout.width + tailWidth, sight.room + (anchor ?? 0));
  const gap = gapAt(calls, at);
  return (
    <>
      <div className="scroll tl" ref={scroller} onScroll={onScroll}>
        <div className="tlg" style={{ width: labelWidth + width }}>
          <LaneLabels layout={layout} />
          <TracePicture
            view={view}
            layout={layout}
            sight={sight}
            width={width}
            at={at}
            place={crashPlace(gap, calls.length)}
            hover={hover}
            marked={marked}
            gone={gone}
            onHover={setHover}
          />
          <StakeRow view={view} calls={calls} gap={gap} stakes={stakes} sight={sight} onHover={setHover} />
        </div>
      </div>
      <p className="tlw" role="status">
        {stakeWords(view, calls, hover ?? at, stakes)}
      </p>
    </>
  );
}
