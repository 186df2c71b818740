/**
 * Shortcuts in one notation: modifiers and a key joined by `+`, as `Mod+Shift+P`, `F6`, `/`, `Backspace`.
 * `Mod` is ⌘ on a Mac and Ctrl elsewhere; `Ctrl` is Ctrl everywhere.
 */
interface Shortcut {
  mod: boolean;
  ctrl: boolean;
  alt: boolean;
  shift: boolean;
  key: string;
}

export const isMac = typeof navigator !== 'undefined' && /mac/i.test(navigator.platform);

function parse(keys: string): Shortcut {
  // A lone `+` is a key, not a joint.
  const parts = keys.endsWith('++')
    ? [...keys.slice(0, -2).split('+'), '+']
    : keys === '+'
      ? ['+']
      : keys.split('+');
  const modifiers = new Set(parts.slice(0, -1));
  return {
    mod: modifiers.has('Mod'),
    ctrl: modifiers.has('Ctrl'),
    alt: modifiers.has('Alt'),
    shift: modifiers.has('Shift'),
    key: parts.at(-1) as string,
  };
}

type KeyLike = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

export function matchesShortcut(event: KeyLike, keys: string, mac = isMac): boolean {
  const wanted = parse(keys);
  const ctrl = wanted.ctrl || (wanted.mod && !mac);
  const meta = wanted.mod && mac;
  if (event.ctrlKey !== ctrl || event.metaKey !== meta || event.altKey !== wanted.alt) return false;
  // Punctuation names its own shift: `?` and `+` need it on some keyboards and not on others.
  const letterOrName = wanted.key.length > 1 || /[a-z]/i.test(wanted.key);
  if (letterOrName && event.shiftKey !== wanted.shift) return false;
  if (event.key.toLowerCase() === wanted.key.toLowerCase()) return true;
  // Alt on a Mac turns letters into others, so the place of the key decides.
  return wanted.alt && wanted.key.length === 1 && event.code === `Key${wanted.key.toUpperCase()}`;
}

const macNames: Record<string, string> = { Mod: '⌘', Ctrl: '⌃', Alt: '⌥', Shift: '⇧' };
const otherNames: Record<string, string> = { Mod: 'Ctrl', Ctrl: 'Ctrl', Alt: 'Alt', Shift: 'Shift' };
const keyNames: Record<string, string> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Enter: '↵',
  Backspace: '⌫',
  Escape: 'Esc',
  ' ': 'Space',
  '-': '−',
};

/** As this platform writes it: ⇧⌘Z or Ctrl+Shift+Z. */
export function shortcutText(keys: string, mac = isMac): string {
  const { key } = parse(keys);
  const modifiers = (mac ? ['Ctrl', 'Alt', 'Shift', 'Mod'] : ['Mod', 'Ctrl', 'Alt', 'Shift']).filter((name) =>
    keys
      .slice(0, keys.length - key.length)
      .split('+')
      .includes(name),
  );
  const name = keyNames[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  return mac
    ? modifiers.map((modifier) => macNames[modifier]).join('') + name
    : [...modifiers.map((modifier) => otherNames[modifier]), name].join('+');
}

/** Shortcuts that text fields use themselves. */
const textShortcuts = ['Mod+A', 'Mod+C', 'Mod+V', 'Mod+X', 'Mod+Z', 'Mod+Shift+Z', 'Mod+Y'];

/** True when `keys` may act while a person types: it has a modifier and is no editing shortcut of the field. */
export function worksInText(keys: string): boolean {
  const { mod, ctrl, alt, key } = parse(keys);
  return (mod || ctrl || alt || /^F\d+$/.test(key)) && !textShortcuts.includes(keys);
}
