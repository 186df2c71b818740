import { create } from 'zustand';
import { useAppInfo } from '../stores/app-info.ts';
import { client } from '../stores/host.ts';
import { activate, openPath } from '../stores/session.ts';

export interface Picking {
  title: string;
  /** A new directory may be named. */
  create: boolean;
  done(path: string): void;
}

/** Our own directory picker, open where the host has no dialog. */
export const usePicker = create<{ picking: Picking | null }>(() => ({ picking: null }));

/** Asks for a directory: with the system's dialog where there is one, with our own elsewhere. */
export async function pickDirectory(picking: Picking): Promise<void> {
  if (useAppInfo.getState().info?.host !== 'electron') {
    usePicker.setState({ picking });
    return;
  }
  const picked = await client.call('app.pickDirectory', { title: picking.title, create: picking.create });
  if (picked) picking.done(picked.path);
}

export function openDirectory(): Promise<void> {
  return pickDirectory({
    title: 'Open a data directory',
    create: false,
    done: (path) => void openPath(path),
  });
}

export function createDirectory(): Promise<void> {
  return pickDirectory({
    title: 'Create a Walscope directory',
    create: true,
    done: (path) => void openPath(path, { create: true }),
  });
}

/** Opens a bundled example as a copy of its own. */
export async function openExample(id: string): Promise<void> {
  const { path } = await client.call('app.copyExample', { id });
  activate(null);
  await openPath(path);
}
