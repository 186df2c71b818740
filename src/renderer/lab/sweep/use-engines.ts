import { useEffect } from 'react';
import { create } from 'zustand';
import type { LabEngine } from '../../../shared/contract/lab.ts';
import type { LabChoices } from '../../../shared/contract/sweep.ts';
import { client } from '../../stores/host.ts';
import type { Choice } from './choice-menu.tsx';

const useLoaded = create<{ engines: readonly LabEngine[] }>(() => ({ engines: [] }));

const groups: Partial<Record<LabEngine['kind'], string>> = {
  walscope: 'The engine of this app',
  exhibit: 'Exhibits: engines as one writes them first',
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

/** Altered engines are not among them: they are made with the switches of the Break panel. */
export const engineChoices = (engines: readonly LabEngine[]): Choice[] =>
  engines.flatMap(({ name, title, about, kind }) => {
    const group = groups[kind];
    return group === undefined
      ? []
      : [{ value: name, title, group, ...(about === '' ? {} : { note: about }) }];
  });

/** Of an engine with something taken out, those of the whole one. */
export const workloadsOf = (engines: readonly LabEngine[], engine: string): LabEngine['workloads'] =>
  engines.find(({ name }) => name === engine.replace(/-without-.*/, ''))?.workloads ?? [];

/** Walscope with one safeguard taken out, for each of them. */
export const alteredChoices = (choices: LabChoices | null): Choice[] =>
  (choices?.safeguards ?? []).map(({ name, title, text }) => ({
    value: `walscope-without-${name}`,
    title: `Walscope without: ${title.charAt(0).toLowerCase()}${title.slice(1)}`,
    note: text,
    group: 'Walscope with a safeguard taken out',
  }));
