import { leaveLab } from '../lab/lab-place.ts';
import { useSession } from '../stores/session.ts';
import { Icon } from '../ui/icon.tsx';
import { closedByMiddleButton } from './middle-button.ts';

const titles = { welcome: 'Welcome', settings: 'Settings', lab: 'Crash lab' } as const;

/** The tab of what is shown without a directory. Of these only the lab is somewhere that one goes to and leaves. */
export function WindowTab({ onStep }: { onStep(by: number): void }) {
  const shown = useSession((state) => state.welcome);
  const leave = shown === 'lab' ? leaveLab : null;
  return (
    <div
      className="tab on"
      role="tab"
      aria-selected="true"
      tabIndex={0}
      {...(leave && closedByMiddleButton(leave))}
      onKeyDown={(event) => {
        if (event.key === 'ArrowRight') onStep(1);
        else if (event.key === 'ArrowLeft') onStep(-1);
        else if (leave && (event.key === 'Delete' || event.key === 'Backspace')) leave();
        else return;
        event.preventDefault();
      }}
    >
      {leave && <Icon name="bolt" />}
      <span className="cut grow">{titles[shown]}</span>
      {leave && (
        <button type="button" className="x" tabIndex={-1} aria-label="Close the crash lab" onClick={leave}>
          <Icon name="close" />
        </button>
      )}
    </div>
  );
}
