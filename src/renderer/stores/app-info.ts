import { create } from 'zustand';
import type { Result } from '../../shared/contract/index.ts';
import { client } from './host.ts';

export type AppInfo = Result<'app.info'>;

/** Host, platform and versions; null until main has answered. They never change. */
export const useAppInfo = create<{ info: AppInfo | null }>(() => ({ info: null }));

export async function loadAppInfo(): Promise<AppInfo> {
  const info = await client.call('app.info', {});
  useAppInfo.setState({ info });
  return info;
}

/** `~/data/shop` for a path below the home directory. */
export function shortPath(path: string, home = useAppInfo.getState().info?.home): string {
  if (!home || home === '/' || !path.startsWith(home)) return path;
  const rest = path.slice(home.length);
  return rest === '' || /^[/\\]/.test(rest) ? `~${rest}` : path;
}
