import { type ComponentType, lazy, Suspense } from 'react';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { type LabSection, useLabPlace } from './lab-place.ts';
import { LabTabs } from './lab-tabs.tsx';
import './lab.css';

const pages: Record<LabSection, ComponentType> = {
  tour: lazy(async () => ({ default: (await import('./tour/tour-page.tsx')).TourPage })),
  trace: lazy(async () => ({ default: (await import('./trace/trace-page.tsx')).TracePage })),
  sweep: lazy(async () => ({ default: (await import('./sweep/sweep-page.tsx')).SweepPage })),
  compare: lazy(async () => ({ default: (await import('./compare/compare-page.tsx')).ComparePage })),
  exhibits: lazy(async () => ({ default: (await import('./exhibits/exhibits-page.tsx')).ExhibitsPage })),
  stories: lazy(async () => ({ default: (await import('./stories/stories-page.tsx')).StoriesPage })),
};

/** The crash lab: needs no open directory, for what it crashes it runs on a disk in memory. */
export function LabView() {
  const section = useLabPlace((state) => state.section);
  const Page = pages[section];
  return (
    <div className="lab">
      <LabTabs section={section} />
      <ErrorBoundary key={section}>
        <Suspense fallback={null}>
          <Page />
        </Suspense>
      </ErrorBoundary>
    </div>
  );
}
