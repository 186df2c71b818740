import { useEffect, useMemo } from 'react';
import type { CrashPoint } from '../../shared/contract/crash.ts';
import type { FsyncPolicy } from '../../shared/model.ts';
import { fsyncPolicies } from '../../shared/model.ts';
import { LogMinimap } from '../timeline/log-minimap.tsx';
import { useTimeline } from '../timeline/timelines.ts';
import { useStripWheel } from '../timeline/use-wheel.ts';
import { Button } from '../ui/button.tsx';
import { formatCount } from '../ui/format.ts';
import type { HexRange } from '../ui/hex-layout.ts';
import { HexView } from '../ui/hex-view.tsx';
import { EmptyState, PanelHead } from '../ui/panel.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { useMediaQuery } from '../ui/use-media-query.ts';
import type { CrashModel } from './crash-model.ts';
import { CrashStrip } from './crash-strip.tsx';
import { fates, policyTexts } from './crash-words.ts';
import { PlaceField } from './place-field.tsx';
import type { PointRecord } from './point-record.ts';
import { middleOfLast, type SnapPoint, snapPoints } from './snap-points.ts';
import { usePointRecord } from './use-point-record.ts';
import { usePowerCommands } from './use-power-commands.ts';

/** Where the power goes, and what became of the bytes that no fsync had proven. */
export function PowerLoss({ model }: { model: CrashModel }) {
  const timeline = useTimeline(model.source);
  const { summary } = timeline.use();
  const { point, files, unsynced, policy } = model.use();
  const wheel = useStripWheel<HTMLDivElement>(timeline);
  const at = usePointRecord(model.source, point, summary?.generation ?? 0);
  const pick = (next: CrashPoint) => model.set({ point: next });
  const snap = async (to: SnapPoint) => {
    const found = await to.find(timeline);
    if (!found) return;
    pick(found);
    const record = await timeline.records.row(timeline.total - 1);
    if (record && record.file === found.file && found.offset >= record.offset) timeline.select(record.index);
  };
  usePowerCommands(model, timeline, snap);

  const records = summary?.records ?? 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the log is known; after that a person chooses
  useEffect(() => {
    if (point === null && records > 0) void snap(middleOfLast);
  }, [records > 0]);

  if (summary?.exact && records === 0) {
    return (
      <EmptyState title="Nothing written yet" text="Write a key first: then there is something to lose." />
    );
  }
  const file = files?.find((one) => one.file === point?.file);
  const hasChosen = timeline.state.selected !== null;
  return (
    <>
      <div className="lanes">
        <div className="lc" ref={wheel}>
          <CrashStrip model={timeline} point={point} record={at?.detail.index ?? null} onPick={pick} />
        </div>
      </div>
      <div className="mm">
        <div className="lc">
          <LogMinimap model={timeline} />
        </div>
      </div>
      {point && files && (
        <div className="setting">
          <PlaceField
            label="Where the power goes"
            files={files}
            file={point.file}
            offset={point.offset}
            max={file?.sizeBytes ?? point.offset}
            onChange={(name, offset) => pick({ file: name, offset })}
          />
          <div className="snaps" role="toolbar" aria-label="Snap to">
            {snapPoints.map((to) => (
              <Button
                key={to.id}
                disabled={to.id === 'middleOfChosen' && !hasChosen}
                onClick={() => void snap(to)}
              >
                {to.title}
              </Button>
            ))}
          </div>
        </div>
      )}
      <PanelHead title="Bytes no fsync had proven">
        <Segmented
          label="What became of them"
          value={unsynced}
          choices={fates}
          onChange={(value) => model.set({ unsynced: value })}
        />
        <span className="dim cut grow">{fates.find((fate) => fate.value === unsynced)?.text}</span>
      </PanelHead>
      <PanelHead title="Written under">
        <Segmented<FsyncPolicy>
          label="Fsync policy"
          value={policy}
          choices={fsyncPolicies.map((value) => ({ value, title: value }))}
          onChange={(value) => model.set({ policy: value })}
        />
        <span className="dim cut grow">{policyTexts[policy]}</span>
      </PanelHead>
      {point && <AtPoint point={point} at={at} onPick={pick} />}
    </>
  );
}

interface AtPointProps {
  point: CrashPoint;
  at: PointRecord | null;
  onPick(point: CrashPoint): void;
}

const written = 0;
const notWritten = 1;

/** The bytes around the crash: what had been handed over before it, what had not. */
function AtPoint({ point, at, onPick }: AtPointProps) {
  const wide = useMediaQuery('(min-width: 1100px)');
  const cut = at ? Math.min(at.bytes.length, point.offset - at.offset) : 0;
  const length = at?.bytes.length ?? 0;
  const ranges = useMemo<HexRange[]>(
    () => [
      { id: written, offset: 0, length: cut, shade: 'ok' },
      { id: notWritten, offset: cut, length: length - cut, shade: 'zero' },
    ],
    [cut, length],
  );
  if (!at) return <p className="dim note">No record holds byte {formatCount(point.offset)}.</p>;
  const { detail, part } = at;
  const whole = part === 'frame' ? at.bytes.length : detail.length;
  const name =
    part === 'frame'
      ? 'the frame’s header'
      : detail.seq === null
        ? 'the record'
        : `record ${formatCount(detail.seq)}`;
  return (
    <section className="at-point" aria-label="At the crash">
      <PanelHead
        title={`After byte ${formatCount(point.offset - at.offset)} of ${formatCount(whole)} of ${name}`}
      >
        <span className="dim">click a byte to crash before it</span>
      </PanelHead>
      <div className="hx">
        <HexView
          label="Bytes around the crash"
          bytes={at.bytes}
          baseOffset={at.offset}
          ranges={ranges}
          cursor={cut < length ? cut : null}
          onSelect={(_range, index) => onPick({ file: at.file, offset: at.offset + index })}
          showText={wide}
          maxRows={10}
        />
      </div>
    </section>
  );
}
