import { showLab } from '../lab/lab-place.ts';
import { showView, type Tab, type ViewId } from '../stores/session.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import { useCanShow } from './views.ts';

interface Place {
  view: ViewId;
  title: string;
  icon: IconName;
  keys: string;
}

export const places: readonly Place[] = [
  { view: 'keys', title: 'Keys', icon: 'keys', keys: 'Mod+1' },
  { view: 'timeline', title: 'Timeline', icon: 'timeline', keys: 'Mod+2' },
  { view: 'crash', title: 'Pull the plug', icon: 'plug', keys: 'Mod+3' },
  { view: 'recovery', title: 'Recovery', icon: 'recovery', keys: 'Mod+4' },
  { view: 'repair', title: 'Repair', icon: 'repair', keys: 'Mod+6' },
  { view: 'settings', title: 'Settings', icon: 'settings', keys: 'Mod+,' },
];

export function Rail({ tab }: { tab: Tab }) {
  const canShow = useCanShow(tab);
  return (
    <nav className="rail" aria-label="Views" data-pane="rail">
      {places.map((place) => (
        <PlaceButton
          key={place.view}
          place={place}
          on={tab.view === place.view}
          shown={canShow(place.view)}
        />
      ))}
    </nav>
  );
}

function PlaceButton({ place, on, shown }: { place: Place; on: boolean; shown: boolean }) {
  if (!shown) return null;
  return (
    <>
      {place.view === 'settings' && (
        <>
          <LabButton />
          <span className="sp" />
        </>
      )}
      <Tooltip text={place.title} keys={place.keys} side="right">
        <button
          type="button"
          className={on ? 'on' : ''}
          aria-label={place.title}
          aria-current={on ? 'page' : undefined}
          onClick={() => showView(place.view)}
        >
          <Icon name={place.icon} />
        </button>
      </Tooltip>
    </>
  );
}

/** The lab needs no directory, and is a page of the window. */
function LabButton() {
  return (
    <Tooltip text="Crash lab" keys="Mod+5" side="right">
      <button type="button" aria-label="Crash lab" onClick={() => showLab()}>
        <Icon name="bolt" />
      </button>
    </Tooltip>
  );
}
