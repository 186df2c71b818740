import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Popover } from '../../ui/popover.tsx';
import { changeSetup, useSweep } from './sweep-model.ts';

/** Which faults are played: all but those that no engine can survive, unless somebody chooses otherwise. */
export function FaultsChoice() {
  const choices = useSweep((state) => state.choices);
  const chosen = useSweep((state) => state.setup.faults);
  const faults = choices?.faults ?? [];
  const usual = faults.filter(({ optional }) => !optional).map(({ name }) => name);
  const toggle = (name: string) => {
    const next = faults
      .map((fault) => fault.name)
      .filter((each) => (each === name ? !chosen.includes(each) : chosen.includes(each)));
    if (next.length > 0) changeSetup({ faults: next });
  };
  const title = `${chosen.length} of ${faults.length}`;
  return (
    <Popover
      label="Faults"
      trigger={
        <Button className="choice" aria-label={`Faults: ${title}`}>
          <span className="dim">Faults</span>
          <span className="cut">{title}</span>
          <Icon name="down" size={12} />
        </Button>
      }
    >
      <div className="faultchoice scroll">
        {faults.map(({ name, title: words, text }) => (
          <label key={name} className="check">
            <input type="checkbox" checked={chosen.includes(name)} onChange={() => toggle(name)} />
            <span>
              {words}
              <span className="dim fs11">{text}</span>
            </span>
          </label>
        ))}
        <div className="end">
          <Button kind="ghost" onClick={() => changeSetup({ faults: usual })}>
            As at first
          </Button>
        </div>
      </div>
    </Popover>
  );
}
