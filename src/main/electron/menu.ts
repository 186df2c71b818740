import { Menu, type MenuItemConstructorOptions } from 'electron';
import { emit } from './events.ts';
import { type MenuEntry, menuSections } from './menu-items.ts';

/** The application menu: our commands by their ids, and the system's own entries around them. */
export function setupMenu(platform: NodeJS.Platform = process.platform): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(platform)));
}

export function menuTemplate(platform: NodeJS.Platform): MenuItemConstructorOptions[] {
  const sections = menuSections.map(({ label, entries }) => ({ label, submenu: entries.map(toItem) }));
  const [file, ...others] = sections;
  const quit: MenuItemConstructorOptions[] =
    platform === 'darwin' ? [] : [{ type: 'separator' }, { role: 'quit' }];
  return [
    ...(platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
    { ...file, submenu: [...(file?.submenu ?? []), ...quit] },
    { role: 'editMenu' },
    ...others,
    // Elsewhere it would bring a second Ctrl+W, for the window, beside that of the directory.
    ...(platform === 'darwin' ? [{ role: 'windowMenu' } as const] : []),
  ];
}

/**
 * The page handles the keys itself and is asked first; an accelerator fires only where the page did not take the
 * key, so nothing happens twice.
 */
function toItem(entry: MenuEntry): MenuItemConstructorOptions {
  if (entry === 'separator') return { type: 'separator' };
  if ('role' in entry) return { role: entry.role };
  return {
    label: entry.label,
    ...(entry.accelerator ? { accelerator: entry.accelerator } : {}),
    click: () => emit('app.command', { command: entry.command }),
  };
}
