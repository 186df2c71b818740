import { shortcutText } from '../commands/shortcut.ts';

/** A shortcut as this platform writes it. Hidden from screen readers: they have the command's name. */
export function Keys({ keys }: { keys: string }) {
  return (
    <span aria-hidden="true">
      <kbd>{shortcutText(keys)}</kbd>
    </span>
  );
}
