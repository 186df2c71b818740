import { useCallback } from 'react';
import type { Capability } from '../../shared/model.ts';
import type { Tab, ViewId } from '../stores/session.ts';

/** What a source must be able to do for a view to have anything to show. */
const needs: Partial<Record<ViewId, Capability>> = {
  timeline: 'timeline',
  crash: 'crash',
  recovery: 'crash',
};

export function canShow(tab: Tab, view: ViewId): boolean {
  if (view === 'repair') return tab.info.verdict.damaged.length > 0;
  const capability = needs[view];
  return capability === undefined || tab.info.capabilities.includes(capability);
}

export function useCanShow(tab: Tab): (view: ViewId) => boolean {
  return useCallback((view: ViewId) => canShow(tab, view), [tab]);
}
