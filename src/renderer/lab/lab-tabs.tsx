import { useRef } from 'react';
import { Button } from '../ui/button.tsx';
import { type LabSection, labSections, sectionTitles, showLab } from './lab-place.ts';
import { pickReplay } from './replay/pick-replay.ts';

/** The sections of the lab, as tabs: one tab stop, arrows choose. */
export function LabTabs({ section }: { section: LabSection }) {
  const list = useRef<HTMLDivElement>(null);
  const step = (by: number) => {
    const at = labSections.indexOf(section) + by + labSections.length;
    const next = labSections[at % labSections.length] as LabSection;
    showLab(next);
    list.current?.querySelector<HTMLElement>(`[data-section="${next}"]`)?.focus();
  };
  return (
    <div className="toolbar labbar" data-pane="toolbar">
      <div
        className="tabs"
        role="tablist"
        aria-label="Crash lab"
        ref={list}
        onKeyDown={(event) => {
          const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
          if (by === 0) return;
          event.preventDefault();
          event.stopPropagation();
          step(by);
        }}
      >
        {labSections.map((each) => (
          <button
            key={each}
            type="button"
            role="tab"
            data-section={each}
            aria-selected={each === section}
            tabIndex={each === section ? 0 : -1}
            className={each === section ? 'on' : ''}
            onClick={() => showLab(each)}
          >
            {sectionTitles[each]}
          </button>
        ))}
      </div>
      <span className="grow" />
      <span className="dim fs12 cut">Everything here happens on a disk in memory.</span>
      <Button icon="folder" onClick={() => void pickReplay()}>
        Open replay…
      </Button>
    </div>
  );
}
