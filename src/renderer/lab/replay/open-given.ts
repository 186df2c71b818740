import { isReplayName } from '../../../shared/replay-name.ts';
import { openPath } from '../../stores/session.ts';
import { showLab } from '../lab-place.ts';
import { setTrace } from '../trace/trace-store.ts';
import { openReplay, openReplayAt } from './open-replay.ts';
import { isReplayHash, textOfReplayHash } from './replay-link.ts';

/** Opens what the system or the command line named: a crash replay in the lab, anything else as a directory. */
export async function openGivenPath(path: string): Promise<void> {
  if (isReplayName(path)) await inLab(() => openReplayAt(path));
  else await openPath(path);
}

/** Opens a file that was chosen or dropped. */
export function openGivenFile(file: File): Promise<void> {
  return inLab(async () => openReplay(await file.text()));
}

/** Opens the replay that the page's address carries, and takes it out of the address: a reload is not the link again. */
export function openGivenAddress(): Promise<void> {
  const { hash, pathname, search } = location;
  if (!isReplayHash(hash)) return Promise.resolve();
  history.replaceState(null, '', `${pathname}${search}`);
  return inLab(async () => openReplay(await textOfReplayHash(hash)));
}

/** Follows the address for as long as the returned function has not been called. */
export function listenToAddress(): () => void {
  const changed = () => void openGivenAddress();
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
}

/** What is wrong with a replay stands where it would have been shown. */
async function inLab(open: () => Promise<void>): Promise<void> {
  try {
    await open();
  } catch (error) {
    showLab('trace');
    setTrace({ error });
  }
}
