import { useEffect } from 'react';
import { create } from 'zustand';
import type { Serving } from '../../shared/contract/server.ts';
import { client } from './host.ts';

/** By source: how it is served now; null = it is not. Absent while nobody has asked. */
const useServings = create<Readonly<Record<string, Serving | null>>>(() => ({}));
/** By source: why it is no longer served, though nobody has stopped it. */
const useEnds = create<Readonly<Record<string, string | null>>>(() => ({}));

function put(source: string, serving: Serving | null): void {
  useServings.setState({ [source]: serving });
}

client.on('server.changed', ({ source, serving, endedFor }) => {
  put(source, serving);
  if (serving !== null || endedFor !== null) useEnds.setState({ [source]: endedFor });
});

/** How a source is served, told anew twice a second while it is; null when it is not. */
export function useServing(source: string): Serving | null {
  useEffect(() => {
    client.call('server.status', { source }).then(
      (serving) => put(source, serving),
      () => undefined,
    );
  }, [source]);
  return useServings((state) => state[source] ?? null);
}

/** A sentence, when a source has ceased to be served by itself; null when not, and once it is served again. */
export function useServingEnd(source: string): string | null {
  return useEnds((state) => state[source] ?? null);
}

export async function startServing(source: string, port: number): Promise<void> {
  put(source, await client.call('server.start', { source, port }));
}

export async function stopServing(source: string): Promise<void> {
  await client.call('server.stop', { source });
  put(source, null);
}
