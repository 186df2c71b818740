/** `command` is an id of the renderer's command registry. */
export type MenuEntry =
  | 'separator'
  | { role: 'togglefullscreen' | 'resetZoom' | 'zoomIn' | 'zoomOut' }
  | { label: string; command: string; accelerator?: string };

export interface MenuSection {
  label: string;
  entries: readonly MenuEntry[];
}

/** File stands first: the menu adds Quit to it where the system expects it there. */
export const menuSections: readonly MenuSection[] = [
  {
    label: 'File',
    entries: [
      { label: 'Open Directory…', command: 'directory.open', accelerator: 'CmdOrCtrl+O' },
      { label: 'Close Tab', command: 'directory.close', accelerator: 'CmdOrCtrl+W' },
    ],
  },
];
