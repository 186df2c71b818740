import { useRef, useState } from 'react';
import type { SourceInfo } from '../../shared/contract/source.ts';
import { runCommand } from '../commands/registry.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { EmptyState, ErrorSentence } from '../ui/panel.tsx';
import { Progress } from '../ui/progress.tsx';
import { useMediaQuery } from '../ui/use-media-query.ts';
import { viewLanes } from './draw-records.ts';
import { FileEvents } from './file-events.tsx';
import { GoToField } from './go-to-field.tsx';
import { LogMinimap } from './log-minimap.tsx';
import { RecordDetailPane } from './record-detail.tsx';
import { RecordList } from './record-list.tsx';
import { RecordStrip } from './record-strip.tsx';
import { StateChips } from './state-chips.tsx';
import type { TimelineModel } from './timeline-model.ts';
import { useTimeline } from './timelines.ts';
import { useWalkCommands, useZoomCommands } from './use-timeline-commands.ts';
import { useStripWheel } from './use-wheel.ts';
import './timeline.css';

/** Every record of the log in order: as a strip, as a list, and one of them in full. */
export function TimelineView({ source }: { source: SourceInfo }) {
  const model = useTimeline(source.id);
  const { summary, error } = model.use();
  const [hovered, setHovered] = useState<number | null>(null);
  const goTo = useRef<HTMLInputElement>(null);
  const wheel = useStripWheel<HTMLDivElement>(model);
  const wide = useMediaQuery('(min-width: 1280px)');
  useZoomCommands(model);
  // A flipped bit lies within a record that is whole.
  const counted = (summary?.counts.damaged ?? 0) + (summary?.counts.torn ?? 0) > 0;
  const isDamaged = counted || source.verdict.damaged.length > 0;
  useWalkCommands(model, goTo, isDamaged);
  const empty =
    summary?.exact && summary.records === 0 && summary.files.every((file) => file.kind !== 'missing');
  return (
    <div className="timeline">
      <section className="pane" aria-label="Strip">
        <TimelineToolbar
          model={model}
          canCrash={source.capabilities.includes('crash')}
          isDamaged={isDamaged}
          goTo={goTo}
        />
        {error !== null && (
          <ErrorSentence error={error}>
            <Button onClick={() => void model.open()}>Read again</Button>
          </ErrorSentence>
        )}
        <div className="lanes" data-pane="strip">
          <div className="ll" aria-hidden="true">
            <span>{model.framed && 'Frames'}</span>
            <span>Records</span>
            <span>Sequence</span>
          </div>
          <div className="lc" ref={wheel}>
            <RecordStrip model={model} lanes={viewLanes} hovered={hovered} onHover={setHovered} />
          </div>
        </div>
        <div className="mm">
          <div className="ll" aria-hidden="true">
            <span>Whole log</span>
          </div>
          <div className="lc">
            <LogMinimap model={model} />
          </div>
        </div>
        <div className="sm">
          <div className="ll" />
          {summary && <FileEvents summary={summary} />}
        </div>
        {summary && !summary.exact && (
          <Progress
            label="Reading the log"
            done={summary.readBytes}
            total={summary.totalBytes}
            unit="B read"
            cancelTitle="Stop reading"
            onCancel={() => void model.cancelReading()}
          />
        )}
      </section>
      {empty ? (
        <section className="pane">
          <EmptyState title="Nothing written yet" text="Each change of a key will be a record here." />
        </section>
      ) : (
        <section className="low">
          <RecordList model={model} hovered={hovered} onHover={setHovered} />
          <RecordDetailPane model={model} wide={wide} />
        </section>
      )}
    </div>
  );
}

interface TimelineToolbarProps {
  model: TimelineModel;
  canCrash: boolean;
  isDamaged: boolean;
  goTo: React.RefObject<HTMLInputElement | null>;
}

function TimelineToolbar({ model, canCrash, isDamaged, goTo }: TimelineToolbarProps) {
  return (
    <div className="toolbar" role="toolbar" aria-label="Timeline" data-pane="toolbar">
      <GoToField model={model} input={goTo} />
      <span className="v" />
      <StateChips model={model} />
      <span className="grow" />
      {isDamaged && (
        <IconButton
          icon="right"
          label="Next damaged record"
          keys="F8"
          onClick={() => runCommand('timeline.nextDamaged')}
        />
      )}
      <ZoomButtons />
      <span className="v" />
      <FollowButton model={model} />
      {canCrash && (
        <Button icon="plug" onClick={() => runCommand('view.crash')}>
          Pull the plug…
        </Button>
      )}
    </div>
  );
}

export function ZoomButtons({ fit = true }: { fit?: boolean }) {
  return (
    <>
      <IconButton icon="minus" label="Zoom out" keys="-" onClick={() => runCommand('timeline.zoomOut')} />
      <IconButton icon="plus" label="Zoom in" keys="+" onClick={() => runCommand('timeline.zoomIn')} />
      {fit && (
        <IconButton
          icon="fit"
          label="Fit the whole log"
          keys="0"
          onClick={() => runCommand('timeline.fit')}
        />
      )}
    </>
  );
}

export function FollowButton({ model, ghost }: { model: TimelineModel; ghost?: boolean }) {
  const follow = model.use((state) => state.follow);
  return (
    <Button
      kind={ghost ? 'ghost' : 'plain'}
      {...(follow ? { icon: 'check' as const } : {})}
      aria-pressed={follow}
      title="Stay at the newest record while writes arrive"
      onClick={() => model.setFollow(!follow)}
    >
      Follow
    </Button>
  );
}
