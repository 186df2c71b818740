import { describe, expect, it } from 'vitest';
import { matchesShortcut, shortcutText, worksInText } from './shortcut.ts';

const press = (
  key: string,
  modifiers: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {},
  code = '',
) => ({
  key,
  code,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...modifiers,
});

describe('a shortcut', () => {
  it('takes Mod as Ctrl, and as ⌘ on a Mac', () => {
    expect(matchesShortcut(press('s', { ctrlKey: true }), 'Mod+S', false)).toBe(true);
    expect(matchesShortcut(press('s', { metaKey: true }), 'Mod+S', false)).toBe(false);
    expect(matchesShortcut(press('s', { metaKey: true }), 'Mod+S', true)).toBe(true);
  });

  it('does not fire with a modifier too many', () => {
    expect(matchesShortcut(press('Z', { ctrlKey: true, shiftKey: true }), 'Mod+Z', false)).toBe(false);
    expect(matchesShortcut(press('Z', { ctrlKey: true, shiftKey: true }), 'Mod+Shift+Z', false)).toBe(true);
    expect(matchesShortcut(press('n', { altKey: true }), 'N', false)).toBe(false);
  });

  it('takes punctuation with or without the shift that a keyboard needs for it', () => {
    expect(matchesShortcut(press('?', { shiftKey: true }), '?', false)).toBe(true);
    expect(matchesShortcut(press('+', { shiftKey: true }), '+', false)).toBe(true);
    expect(matchesShortcut(press('+'), '+', false)).toBe(true);
  });

  it('is written as the platform writes it', () => {
    expect(shortcutText('Mod+Shift+Z', true)).toBe('⇧⌘Z');
    expect(shortcutText('Mod+Shift+Z', false)).toBe('Ctrl+Shift+Z');
    expect(shortcutText('/', false)).toBe('/');
    expect(shortcutText('+', false)).toBe('+');
    expect(shortcutText('Alt+ArrowLeft', true)).toBe('⌥←');
  });

  it('leaves typing and text editing to the field', () => {
    expect(worksInText('N')).toBe(false);
    expect(worksInText('Mod+Z')).toBe(false);
    expect(worksInText('Mod+S')).toBe(true);
    expect(worksInText('F6')).toBe(true);
  });
});
