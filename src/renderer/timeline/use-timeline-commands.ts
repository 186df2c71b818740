import type { RefObject } from 'react';
import { type Command, useCommands } from '../commands/registry.ts';
import { client } from '../stores/host.ts';
import type { TimelineModel } from './timeline-model.ts';
import { nextDamaged, stepFrame, stepRecord } from './timeline-walk.ts';

const zoomStep = 1.6;

/** What can be done with a strip wherever it stands. */
export function useZoomCommands(model: TimelineModel): void {
  const { follow, durabilityLine } = model.use();
  useCommands([
    {
      id: 'timeline.zoomIn',
      title: 'Zoom in',
      group: 'Timeline',
      icon: 'plus',
      keys: ['+', '='],
      run: () => model.zoomAtSelection(1 / zoomStep),
    },
    {
      id: 'timeline.zoomOut',
      title: 'Zoom out',
      group: 'Timeline',
      icon: 'minus',
      keys: ['-'],
      run: () => model.zoomAtSelection(zoomStep),
    },
    {
      id: 'timeline.fit',
      title: 'Fit the whole log',
      group: 'Timeline',
      icon: 'fit',
      keys: ['0'],
      run: () => model.fit(),
    },
    {
      id: 'timeline.follow',
      title: follow ? 'Stop following new records' : 'Follow new records',
      group: 'Timeline',
      icon: 'check',
      run: () => model.setFollow(!follow),
    },
    {
      id: 'timeline.durabilityLine',
      title: durabilityLine ? 'Hide the durability line' : 'Show the durability line',
      group: 'Timeline',
      icon: 'timeline',
      keys: ['D'],
      run: () => model.toggleDurabilityLine(),
    },
  ]);
}

/** What can be done in the Timeline view beyond that: walking and searching. */
export function useWalkCommands(
  model: TimelineModel,
  goTo: RefObject<HTMLInputElement | null>,
  isDamaged: boolean,
): void {
  const { summary } = model.use();
  const empty = (summary?.records ?? 0) === 0;
  const walks: Command[] = [
    walk('previousRecord', 'Previous record', 'ArrowLeft', () => stepRecord(model, -1)),
    walk('nextRecord', 'Next record', 'ArrowRight', () => stepRecord(model, 1)),
    walk('previousFrame', 'Previous frame', 'Alt+ArrowLeft', () => stepFrame(model, -1)),
    walk('nextFrame', 'Next frame', 'Alt+ArrowRight', () => stepFrame(model, 1)),
  ].map((command) => ({ ...command, when: !empty }));
  useCommands([
    ...walks,
    {
      id: 'timeline.goTo',
      title: 'Go to sequence, offset or time…',
      group: 'Timeline',
      icon: 'search',
      keys: ['Mod+G'],
      run: () => goTo.current?.select(),
    },
    {
      id: 'timeline.nextDamaged',
      title: 'Next damaged record',
      group: 'Timeline',
      icon: 'right',
      keys: ['F8'],
      when: isDamaged,
      run: () => nextDamaged(client, model),
    },
    {
      id: 'timeline.order',
      title: 'Turn the order of the list',
      group: 'Timeline',
      icon: 'sortDown',
      run: () => model.toggleOrder(),
    },
    {
      id: 'timeline.allStates',
      title: 'Show records in all states',
      group: 'Timeline',
      icon: 'filter',
      run: () => model.showAllStates(),
    },
  ]);
}

function walk(id: string, title: string, keys: string, run: () => unknown): Command {
  return { id: `timeline.${id}`, title, group: 'Timeline', keys: [keys], run };
}
