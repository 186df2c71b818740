import { create } from 'zustand';
import { useSession } from '../stores/session.ts';

export const labSections = ['tour', 'trace', 'sweep', 'compare', 'exhibits', 'stories'] as const;
export type LabSection = (typeof labSections)[number];

export const sectionTitles: Record<LabSection, string> = {
  tour: 'Tour',
  trace: 'Trace',
  sweep: 'Sweep',
  compare: 'Compare',
  exhibits: 'Exhibits',
  stories: 'Stories',
};

interface LabPlace {
  section: LabSection;
  /** The directory that was shown before the lab was; null = none. */
  cameFrom: string | null;
}

/** Which page of the crash lab is shown. It belongs to the window, not to an open directory. */
export const useLabPlace = create<LabPlace>(() => ({ section: 'tour', cameFrom: null }));

/** Shows the lab, at the section where it was left unless one is named. */
export function showLab(section: LabSection = useLabPlace.getState().section): void {
  const { active, welcome } = useSession.getState();
  const cameFrom = welcome === 'lab' ? useLabPlace.getState().cameFrom : active;
  useLabPlace.setState({ section, cameFrom });
  useSession.setState({ active: null, welcome: 'lab' });
}

/** Back to the directory that the lab was opened from, if it is still open, or to Welcome. */
export function leaveLab(): void {
  const { cameFrom } = useLabPlace.getState();
  const stillOpen = useSession.getState().tabs.some(({ id }) => id === cameFrom);
  useSession.setState({ active: stillOpen ? cameFrom : null, welcome: 'welcome' });
}
