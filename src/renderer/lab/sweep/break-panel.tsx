import type { LabChoices, SweepSummary } from '../../../shared/contract/sweep.ts';
import { Button } from '../../ui/button.tsx';
import { formatAge, formatCount, plural } from '../../ui/format.ts';
import { EmptyState, PanelHead } from '../../ui/panel.tsx';
import { alterationKey } from './alteration.ts';
import { sweepInTurn, whereItShows } from './in-turn.ts';
import { choiceTitle } from './lab-words.ts';
import { changeSetup, isRunning, startSweep, stopSweep, useSweep } from './sweep-model.ts';

type Safeguard = LabChoices['safeguards'][number];

const kinds: readonly [Safeguard['kind'], string][] = [
  ['file-fsync', 'Fsyncs of files'],
  ['directory-fsync', 'Fsyncs of directories'],
  ['step', 'Steps'],
  ['check', 'Checks'],
];

/** Takes one safeguard out of the engine: the next sweep shows what it was there for. */
export function BreakPanel() {
  const setup = useSweep((state) => state.setup);
  const safeguards = useSweep((state) => state.choices)?.safeguards ?? [];
  const byAlteration = useSweep((state) => state.byAlteration);
  const running = useSweep((state) => isRunning(state.summary));
  const inTurn = useSweep((state) => state.inTurn);
  const toggle = (name: string) => {
    const without = setup.without.includes(name)
      ? setup.without.filter((each) => each !== name)
      : [...setup.without, name];
    changeSetup({ without });
  };
  return (
    <aside className="pane breaks" aria-label="Break the engine" data-pane="inspector">
      <PanelHead title="Break the engine">
        <span className="dim cut grow">take out a safeguard, sweep again</span>
        {inTurn === null ? (
          <Button disabled={running || setup.engine !== 'walscope'} onClick={() => void sweepInTurn()}>
            Each in turn
          </Button>
        ) : (
          <Button icon="stop" onClick={() => void stopSweep()}>
            {inTurn.length} left
          </Button>
        )}
      </PanelHead>
      {setup.engine === 'walscope' ? (
        <div className="scroll">
          {kinds.map(([kind, title]) => (
            <section key={kind} aria-label={title}>
              <h3>{title}</h3>
              {safeguards
                .filter((safeguard) => safeguard.kind === kind)
                .map((safeguard) => (
                  <SafeguardRow
                    key={safeguard.name}
                    safeguard={safeguard}
                    isIn={!setup.without.includes(safeguard.name)}
                    isBusy={running}
                    found={byAlteration[alterationKey({ engine: setup.engine, without: [safeguard.name] })]}
                    onToggle={() => toggle(safeguard.name)}
                  />
                ))}
            </section>
          ))}
        </div>
      ) : (
        <EmptyState
          title="Only Walscope has switches"
          text="An exhibit is broken as it is: that is what it is shown for. Choose Walscope to take something out of it."
        />
      )}
    </aside>
  );
}

interface SafeguardRowProps {
  safeguard: Safeguard;
  isIn: boolean;
  /** A sweep is under way. */
  isBusy: boolean;
  /** The newest sweep without this one alone. */
  found: SweepSummary | undefined;
  onToggle(): void;
}

function SafeguardRow({ safeguard, isIn, isBusy, found, onToggle }: SafeguardRowProps) {
  const { name, title, text, purpose } = safeguard;
  const id = `safeguard-${name}`;
  return (
    <div className={isIn ? 'brr' : 'brr off'}>
      <button
        type="button"
        role="switch"
        className="sw"
        aria-checked={isIn}
        aria-labelledby={id}
        aria-describedby={`${id}-purpose ${id}-found`}
        onClick={onToggle}
      />
      <div>
        <span id={id} title={text}>
          {title}
        </span>
        <span id={`${id}-purpose`} className="dim">
          {purpose}
        </span>
        <span id={`${id}-found`} className={(found?.failing ?? 0) > 0 ? 'fail' : 'dim'}>
          {foundWords(safeguard, found)}
        </span>
        {!isIn && (
          <Button disabled={isBusy} onClick={() => void sweepWithout(name)}>
            Sweep where it shows
          </Button>
        )}
      </div>
    </div>
  );
}

async function sweepWithout(name: string): Promise<void> {
  changeSetup(whereItShows(name) ?? {});
  await startSweep();
}

function foundWords(safeguard: Safeguard, found: SweepSummary | undefined): string {
  const why = whyUnnoticed(safeguard);
  if (found === undefined) return why || 'not swept yet';
  const { state, states, counterexamples, elapsedMs } = found;
  if (counterexamples > 0) return `${plural(counterexamples, 'counterexample')} in ${formatAge(elapsedMs)}`;
  if (state === 'running') return `${formatCount(states)} states so far`;
  return `0 violations in ${plural(states, 'state')}. ${why}`;
}

function whyUnnoticed({ unnoticed, together }: Safeguard): string {
  if (unnoticed === null) return '';
  const others = together.map((name) => choiceTitle(useSweep.getState().choices, 'safeguards', name));
  const both =
    others.length === 0 ? '' : ` With “${others.join('” and “')}” taken out as well it is noticed.`;
  return `Nothing notices it: ${unnoticed}${both}`;
}
