import { create } from 'zustand';
import type { SourceInfo, SourceStatus } from '../../shared/contract/source.ts';
import { client } from './host.ts';

export const viewIds = ['keys', 'timeline', 'crash', 'recovery', 'repair', 'settings'] as const;
export type ViewId = (typeof viewIds)[number];

/** One open directory. */
export interface Tab {
  id: string;
  info: SourceInfo;
  status: SourceStatus;
  view: ViewId;
}

export interface OpenOptions {
  readOnly?: boolean;
  create?: boolean;
}

interface Session {
  tabs: readonly Tab[];
  /** Id of the tab that is shown; null = Welcome. */
  active: string | null;
  /** What is shown without a directory. */
  welcome: 'welcome' | 'settings' | 'lab';
  /** Path that is being opened now. */
  opening: string | null;
  openError: unknown;
}

export const useSession = create<Session>(() => ({
  tabs: [],
  active: null,
  welcome: 'welcome',
  opening: null,
  openError: null,
}));

const get = () => useSession.getState();
const set = (patch: Partial<Session>) => useSession.setState(patch);

function put(info: SourceInfo): void {
  const known = get().tabs.some((tab) => tab.id === info.id);
  const fresh: Tab = { id: info.id, info, status: info.status, view: 'keys' };
  set({
    tabs: known
      ? get().tabs.map((tab) => (tab.id === info.id ? { ...tab, info, status: info.status } : tab))
      : [...get().tabs, fresh],
  });
}

/** Opens a directory as a tab and shows it; null when it could not be (the reason is in `openError`). */
export async function openPath(path: string, options: OpenOptions = {}): Promise<SourceInfo | null> {
  set({ opening: path, openError: null });
  try {
    const info = await client.call('source.open', { path, ...options });
    put(info);
    set({ active: info.id });
    return info;
  } catch (error) {
    set({ openError: error, active: null, welcome: 'welcome' });
    return null;
  } finally {
    set({ opening: null });
  }
}

export function dismissOpenError(): void {
  set({ openError: null });
}

export function activate(id: string | null): void {
  set({ active: id, welcome: 'welcome' });
}

export function showView(view: ViewId): void {
  const { active, tabs } = get();
  if (active === null) set({ welcome: view === 'settings' ? 'settings' : 'welcome' });
  else set({ tabs: tabs.map((tab) => (tab.id === active ? { ...tab, view } : tab)) });
}

/** Shows the tab `by` places further, round the end. */
export function stepTab(by: number): void {
  const { tabs, active } = get();
  if (tabs.length === 0) return;
  const at = tabs.findIndex((tab) => tab.id === active);
  activate(tabs[(at + by + tabs.length) % tabs.length]?.id ?? null);
}

/** Takes a tab away; its neighbour is shown. The source is closed in main. */
export async function closeTab(id: string): Promise<void> {
  forget(id);
  await client.call('source.close', { source: id });
}

function forget(id: string): void {
  const { tabs, active } = get();
  const at = tabs.findIndex((tab) => tab.id === id);
  if (at < 0) return;
  const left = tabs.filter((tab) => tab.id !== id);
  set({ tabs: left, active: active === id ? (left[Math.min(at, left.length - 1)]?.id ?? null) : active });
}

export function updateSource(info: SourceInfo): void {
  if (get().tabs.some((tab) => tab.id === info.id)) put(info);
}

export function useActiveTab(): Tab | null {
  return useSession((state) => state.tabs.find((tab) => tab.id === state.active) ?? null);
}

/** The newest status of a source, or null once it is closed. */
export function useStatus(source: string): SourceStatus | null {
  return useSession((state) => state.tabs.find((tab) => tab.id === source)?.status ?? null);
}

/** Shows what main has open already, then what the command line named. Called once, at start. */
export async function restoreSession(
  openAtStart: readonly string[],
  open: (path: string) => Promise<unknown> = openPath,
): Promise<void> {
  for (const info of await client.call('source.list', {})) put(info);
  const last = get().tabs.at(-1);
  if (last && get().active === null) set({ active: last.id });
  for (const path of openAtStart) await open(path);
}

/** `open` takes the paths that the system asks to open. */
export function listenToSources(open: (path: string) => Promise<unknown> = openPath): () => void {
  const stops = [
    client.on('source.status', (status) => {
      set({ tabs: get().tabs.map((tab) => (tab.id === status.source ? { ...tab, status } : tab)) });
    }),
    client.on('source.changed', updateSource),
    client.on('source.closed', ({ source }) => forget(source)),
    client.on('app.openPath', ({ path }) => void open(path)),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
