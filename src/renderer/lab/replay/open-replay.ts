import { client } from '../../stores/host.ts';
import { showLab } from '../lab-place.ts';
import { show } from '../trace/trace-actions.ts';

/** Opens the text of a replay file in Trace, at its crash. Rejects when it is none, or of an engine not known here. */
export async function openReplay(text: string): Promise<void> {
  show(await client.call('lab.openReplay', { text }));
  showLab('trace');
}

/** Opens the replay file at a path of the machine that Walscope runs on. */
export async function openReplayAt(path: string): Promise<void> {
  show(await client.call('lab.openReplay', { path }));
  showLab('trace');
}
