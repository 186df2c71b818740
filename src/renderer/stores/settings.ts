import { create } from 'zustand';
import type { Settings } from '../../shared/contract/app.ts';
import { client } from './host.ts';

interface SettingsState {
  /** Null until main has answered. */
  settings: Settings | null;
}

export const useSettings = create<SettingsState>(() => ({ settings: null }));

export async function loadSettings(): Promise<void> {
  useSettings.setState({ settings: await client.call('app.settings', {}) });
}

/** Shown at once, kept by main; what main answers counts. */
export async function changeSettings(patch: Partial<Settings>): Promise<void> {
  const before = useSettings.getState().settings;
  if (before) useSettings.setState({ settings: { ...before, ...patch } });
  try {
    useSettings.setState({ settings: await client.call('app.changeSettings', patch) });
  } catch (error) {
    useSettings.setState({ settings: before });
    throw error;
  }
}

export function listenToSettings(): () => void {
  return client.on('settings.changed', (settings) => useSettings.setState({ settings }));
}

export type Theme = 'light' | 'dark';
const dark = () => matchMedia('(prefers-color-scheme: dark)');

/** The theme that is drawn. */
export const useTheme = create<{ theme: Theme }>(() => ({ theme: dark().matches ? 'dark' : 'light' }));

function applyTheme(): void {
  const chosen = useSettings.getState().settings?.theme ?? 'system';
  const theme = chosen === 'system' ? (dark().matches ? 'dark' : 'light') : chosen;
  document.documentElement.dataset.theme = theme;
  if (theme !== useTheme.getState().theme) useTheme.setState({ theme });
}

/** Keeps the document's theme at what was chosen, or at the system's. */
export function followTheme(): () => void {
  applyTheme();
  const system = dark();
  system.addEventListener('change', applyTheme);
  const stop = useSettings.subscribe(applyTheme);
  return () => {
    system.removeEventListener('change', applyTheme);
    stop();
  };
}

export function toggleTheme(): void {
  void changeSettings({ theme: useTheme.getState().theme === 'dark' ? 'light' : 'dark' });
}
