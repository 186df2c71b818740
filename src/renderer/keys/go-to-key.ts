import { chooseKey } from '../stores/keys.ts';
import { showView } from '../stores/session.ts';

/** Shows a key in the Keys view of the active directory. */
export function showKey(source: string, key: Uint8Array): void {
  chooseKey(source, key);
  showView('keys');
}
