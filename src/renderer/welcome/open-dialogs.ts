import { create } from 'zustand';
import type { Picked } from '../../shared/contract/app.ts';
import { useAppInfo } from '../stores/app-info.ts';
import { client } from '../stores/host.ts';
import { activate, openPath } from '../stores/session.ts';

export interface Picking {
  title: string;
  what: Picked;
  done(path: string): void;
}

/** Our own picker, open where the host has no dialog. */
export const usePicker = create<{ picking: Picking | null }>(() => ({ picking: null }));

/** Asks for a directory or a file: with the system's dialog where there is one, with our own elsewhere. */
export async function pick(picking: Picking): Promise<void> {
  if (useAppInfo.getState().info?.host !== 'electron') {
    usePicker.setState({ picking });
    return;
  }
  const picked = await client.call('app.pick', { title: picking.title, what: picking.what });
  if (picked) picking.done(picked.path);
}

export function openDirectory(): Promise<void> {
  return pick({ title: 'Open a data directory', what: 'directory', done: (path) => void openPath(path) });
}

/** An RDB, an append-only file or a log that lies among other things. */
export function openFile(): Promise<void> {
  return pick({ title: 'Open a file by itself', what: 'file', done: (path) => void openPath(path) });
}

export function createDirectory(): Promise<void> {
  return pick({
    title: 'Create a Walscope directory',
    what: 'new-directory',
    done: (path) => void openPath(path, { create: true }),
  });
}

/** Opens a bundled example as a copy of its own. */
export async function openExample(id: string): Promise<void> {
  const { path } = await client.call('app.copyExample', { id });
  activate(null);
  await openPath(path);
}
