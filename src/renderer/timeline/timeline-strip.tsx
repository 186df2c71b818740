import { useSyncExternalStore } from 'react';
import type { SourceInfo } from '../../shared/contract/source.ts';
import { orNull } from '../../shared/rows.ts';
import { formatAbout, formatCount } from '../ui/format.ts';
import { Glyph, type GlyphName } from '../ui/glyph.tsx';
import { PanelHead } from '../ui/panel.tsx';
import { stripLanes } from './draw-records.ts';
import { LogMinimap } from './log-minimap.tsx';
import { RecordStrip } from './record-strip.tsx';
import type { TimelineModel } from './timeline-model.ts';
import { FollowButton, ZoomButtons } from './timeline-view.tsx';
import { useTimeline } from './timelines.ts';
import { useZoomCommands } from './use-timeline-commands.ts';
import { useStripWheel } from './use-wheel.ts';
import './timeline.css';

const legend: readonly [GlyphName, string][] = [
  ['live', 'live'],
  ['superseded', 'superseded'],
  ['deleted', 'deleted'],
  ['expired', 'expired'],
  ['cache', 'not proven'],
];

/** The timeline below the keys: the same strip, at a third of its height. */
export function TimelineStrip({ source }: { source: SourceInfo }) {
  const model = useTimeline(source.id);
  const wheel = useStripWheel<HTMLDivElement>(model);
  useZoomCommands(model);
  return (
    <section className="pane tl-strip" aria-label="Timeline">
      <PanelHead title="Timeline">
        <span className="dim cut">
          <ShownPart model={model} />
        </span>
        <span className="grow" />
        {legend.map(([glyph, word]) => (
          <span key={glyph} className="tag sub">
            <Glyph name={glyph} />
            {word}
          </span>
        ))}
        <span className="v" />
        <ZoomButtons fit={false} />
        <FollowButton model={model} ghost />
      </PanelHead>
      <div className="c1" ref={wheel}>
        <RecordStrip model={model} lanes={stripLanes} />
      </div>
      <div className="c2">
        <LogMinimap model={model} />
      </div>
    </section>
  );
}

function ShownPart({ model }: { model: TimelineModel }) {
  const { summary, window, error } = model.use();
  useSyncExternalStore(model.records.subscribe, model.records.version);
  if (error !== null) return error instanceof Error ? error.message : String(error);
  if (!summary) return 'reading the log';
  if (summary.records === 0) return 'nothing written yet';
  const first = orNull(model.records.get(Math.floor(window.first))?.seq ?? Number.NaN);
  const last = orNull(model.records.get(Math.ceil(window.last) - 1)?.seq ?? Number.NaN);
  const part =
    first === null || last === null ? '' : `sequence ${formatCount(first)}–${formatCount(last)} · `;
  const records = summary.records === 1 ? 'record' : 'records';
  return `${part}${formatAbout(summary.records, summary.exact)} ${records} in the log`;
}
