/** `command` is an id of the renderer's command registry. */
export type MenuEntry =
  | 'separator'
  | { role: 'togglefullscreen' | 'resetZoom' | 'zoomIn' | 'zoomOut' | 'toggleDevTools' }
  | { label: string; command: string; accelerator?: string };

export interface MenuSection {
  label: string;
  entries: readonly MenuEntry[];
}

const command = (label: string, id: string, accelerator?: string): MenuEntry => ({
  label,
  command: id,
  ...(accelerator ? { accelerator } : {}),
});

/** File stands first: the menu adds Quit to it where the system expects it there. */
export const menuSections: readonly MenuSection[] = [
  {
    label: 'File',
    entries: [
      command('Open Directory…', 'directory.open', 'CmdOrCtrl+O'),
      command('Open File…', 'directory.openFile'),
      command('Create Directory…', 'directory.create', 'CmdOrCtrl+N'),
      'separator',
      command('Import…', 'keys.import'),
      command('Export All Keys…', 'keys.exportAll'),
      command('Convert…', 'directory.convert'),
      'separator',
      command('Save Staged Changes', 'staged.save', 'CmdOrCtrl+S'),
      command('Drop Staged Changes', 'staged.drop', 'CmdOrCtrl+Shift+Backspace'),
      'separator',
      command('Close Directory', 'directory.close', 'CmdOrCtrl+W'),
    ],
  },
  {
    label: 'Directory',
    entries: [
      command('Verify Every CRC', 'directory.verify', 'CmdOrCtrl+Shift+V'),
      command('Snapshot Now', 'directory.snapshot'),
      command('Compact Segments', 'directory.compact'),
      command('Fsync Now', 'source.sync'),
    ],
  },
  {
    label: 'Go',
    entries: [
      command('Commands', 'window.palette', 'CmdOrCtrl+K'),
      command('Go to Key…', 'go.key', 'CmdOrCtrl+P'),
      command('Go to Sequence, Offset or Time…', 'timeline.goTo', 'CmdOrCtrl+G'),
      'separator',
      command('Next Directory', 'tab.next', 'Ctrl+Tab'),
      command('Previous Directory', 'tab.previous', 'Ctrl+Shift+Tab'),
      command('Welcome', 'tab.welcome'),
    ],
  },
  {
    label: 'View',
    entries: [
      command('Light or Dark', 'window.theme'),
      'separator',
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { role: 'togglefullscreen' },
      'separator',
      { role: 'toggleDevTools' },
    ],
  },
  { label: 'Help', entries: [command('Keyboard Shortcuts', 'window.help', 'F1')] },
];
