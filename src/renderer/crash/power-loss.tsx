import { useEffect } from 'react';
import type { CrashPoint } from '../../shared/contract/crash.ts';
import type { FsyncPolicy } from '../../shared/model.ts';
import { fsyncPolicies } from '../../shared/model.ts';
import { client } from '../stores/host.ts';
import { LogMinimap } from '../timeline/log-minimap.tsx';
import { useTimeline } from '../timeline/timelines.ts';
import { useStripWheel } from '../timeline/use-wheel.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState, PanelHead } from '../ui/panel.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { AtPoint } from './at-point.tsx';
import type { CrashModel } from './crash-model.ts';
import { CrashStrip } from './crash-strip.tsx';
import { fates, policyTexts } from './crash-words.ts';
import { PlaceField } from './place-field.tsx';
import { middleOfLast, type SnapPoint, snapPoints } from './snap-points.ts';
import { TimeField } from './time-field.tsx';
import { usePointRecord } from './use-point-record.ts';
import { usePowerCommands } from './use-power-commands.ts';
import type { Preview } from './use-preview.ts';

/** Where the power goes, and what became of the bytes that no fsync had proven. */
export function PowerLoss({ model, preview }: { model: CrashModel; preview: Preview | null }) {
  const timeline = useTimeline(model.source);
  const { summary } = timeline.use();
  const { point, files, unsynced, policy } = model.use();
  const wheel = useStripWheel<HTMLDivElement>(timeline);
  const at = usePointRecord(model.source, point, summary?.generation ?? 0);
  const pick = (next: CrashPoint) => model.set({ point: next });
  const snap = async (to: SnapPoint) => {
    const found = await to.find(timeline);
    if (found) await pickAndShow(found);
  };
  const pickAndShow = async (found: CrashPoint) => {
    pick(found);
    const { file: name, offset } = found;
    const index = await client.call('timeline.find', {
      source: model.source,
      at: { by: 'offset', file: name, offset },
    });
    timeline.showNear(index ?? timeline.total - 1);
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
  const logs = new Set(summary?.files.filter((one) => one.kind === 'log').map((one) => one.name));
  if (summary?.exact && logs.size === 0) {
    return (
      <EmptyState
        title="A snapshot, and no log"
        text="It is put in place as a whole: a power loss leaves it, or the one before it. Damage shows what becomes of it on a failing disk."
      />
    );
  }
  const logFiles = files?.filter((one) => logs.has(one.file)) ?? [];
  const file = files?.find((one) => one.file === point?.file);
  const possible: Record<string, boolean> = {
    middleOfChosen: timeline.state.selected !== null,
    lastProven: (summary?.durableRecords ?? 0) > 0,
  };
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
            files={logFiles}
            file={point.file}
            offset={point.offset}
            max={file?.sizeBytes ?? point.offset}
            onChange={(name, offset) => pick({ file: name, offset })}
          />
          <div className="snaps" role="toolbar" aria-label="Snap to">
            {snapPoints.map((to) => (
              <Button key={to.id} disabled={possible[to.id] === false} onClick={() => void snap(to)}>
                {to.title}
              </Button>
            ))}
          </div>
          <TimeField model={timeline} onPick={(found) => void pickAndShow(found)} />
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
      {point && <AtPoint point={point} at={at} preview={preview} unsynced={unsynced} onPick={pick} />}
    </>
  );
}
