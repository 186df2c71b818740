import { availableCommands } from './registry.ts';
import { matchesShortcut, worksInText } from './shortcut.ts';

/** True when what has the focus takes typed text. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  if (!(target instanceof HTMLElement)) return false;
  if (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  )
    return true;
  return (
    target instanceof HTMLInputElement && !['checkbox', 'radio', 'range', 'button'].includes(target.type)
  );
}

/** Listens for the shortcuts of all commands, after what has the focus had its turn. */
export function listenToShortcuts(target: Window): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    const typing = isTyping(event);
    for (const command of availableCommands().reverse()) {
      const keys = command.keys?.find((shortcut) => matchesShortcut(event, shortcut));
      if (keys === undefined || (typing && !worksInText(keys))) continue;
      event.preventDefault();
      command.run();
      return;
    }
  };
  target.addEventListener('keydown', onKeyDown);
  return () => target.removeEventListener('keydown', onKeyDown);
}
