import { forgetKeysState } from './keys.ts';
import { useSession } from './session.ts';
import { forgetEdits } from './staged.ts';

/** Drops what was kept for a directory once its tab is gone. */
export function forgetClosed(): () => void {
  return useSession.subscribe((now, before) => {
    for (const tab of before.tabs) {
      if (now.tabs.some((other) => other.id === tab.id)) continue;
      forgetKeysState(tab.id);
      forgetEdits(tab.id);
    }
  });
}
