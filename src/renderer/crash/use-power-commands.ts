import { useCommands } from '../commands/registry.ts';
import type { TimelineModel } from '../timeline/timeline-model.ts';
import { useZoomCommands } from '../timeline/use-timeline-commands.ts';
import type { CrashModel } from './crash-model.ts';
import { fates } from './crash-words.ts';
import { type SnapPoint, snapPoints } from './snap-points.ts';

/** What the keyboard does while a power loss is set up: byte by byte, the fates, the places worth crashing at. */
export function usePowerCommands(
  model: CrashModel,
  timeline: TimelineModel,
  snap: (to: SnapPoint) => Promise<void>,
): void {
  useZoomCommands(timeline);
  const move = (by: number) => {
    const { point, files } = model.state;
    if (!point) return;
    const size = files?.find((one) => one.file === point.file)?.sizeBytes ?? point.offset;
    model.set({ point: { ...point, offset: Math.min(size, Math.max(0, point.offset + by)) } });
  };
  useCommands([
    {
      id: 'crash.byteBack',
      title: 'Crash one byte earlier',
      group: 'Crash',
      keys: ['ArrowLeft'],
      run: () => move(-1),
    },
    {
      id: 'crash.byteForward',
      title: 'Crash one byte later',
      group: 'Crash',
      keys: ['ArrowRight'],
      run: () => move(1),
    },
    {
      id: 'crash.rowBack',
      title: 'Crash 16 bytes earlier',
      group: 'Crash',
      keys: ['Alt+ArrowLeft'],
      run: () => move(-16),
    },
    {
      id: 'crash.rowForward',
      title: 'Crash 16 bytes later',
      group: 'Crash',
      keys: ['Alt+ArrowRight'],
      run: () => move(16),
    },
    ...fates.map((fate) => ({
      id: `crash.${fate.value}`,
      title: `Bytes no fsync had proven: ${fate.title}`,
      group: 'Crash' as const,
      keys: [fate.keys],
      run: () => model.set({ unsynced: fate.value }),
    })),
    ...snapPoints.map((to) => ({
      id: `crash.snap.${to.id}`,
      title: `Crash here: ${to.title.toLowerCase()}`,
      group: 'Crash' as const,
      run: () => snap(to),
    })),
  ]);
}
