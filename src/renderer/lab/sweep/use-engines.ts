import { useEffect } from 'react';
import { create } from 'zustand';
import type { LabEngine } from '../../../shared/contract/lab.ts';
import { client } from '../../stores/host.ts';
import type { Choice } from './choice-menu.tsx';

const useLoaded = create<{ engines: readonly LabEngine[] }>(() => ({ engines: [] }));

const groups: Readonly<Record<LabEngine['kind'], string>> = {
  walscope: 'The engine of this app',
  altered: 'With a safeguard taken out',
  exhibit: 'Exhibits: engines as one writes them first',
  story: 'Stories: models of systems that lost data',
};

/** The engines that can be swept; read once. */
export function useEngines(): readonly LabEngine[] {
  const engines = useLoaded((state) => state.engines);
  useEffect(() => {
    if (useLoaded.getState().engines.length > 0) return;
    client.call('lab.engines', {}).then(
      (read) => useLoaded.setState({ engines: read }),
      () => undefined,
    );
  }, []);
  return engines;
}

/** Engines to choose from. In a sweep, safeguards are taken out by their switches and not here. */
export const engineChoices = (
  engines: readonly LabEngine[],
  kinds: readonly LabEngine['kind'][] = ['walscope', 'altered', 'exhibit', 'story'],
): Choice[] =>
  kinds.flatMap((kind) =>
    engines
      .filter((engine) => engine.kind === kind)
      .map(({ name, title, about }) => ({
        value: name,
        title,
        group: groups[kind],
        ...(about === '' ? {} : { note: about }),
      })),
  );

export const workloadsOf = (engines: readonly LabEngine[], engine: string): LabEngine['workloads'] =>
  engines.find(({ name }) => name === engine)?.workloads ?? [];
