import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Menu } from '../../ui/menu.tsx';

export interface Choice {
  value: string;
  title: string;
  note?: string;
  /** Heading that it stands under; those of one group follow each other. */
  group?: string;
}

interface ChoiceMenuProps {
  label: string;
  value: string;
  choices: readonly Choice[];
  disabled?: boolean;
  onChange(value: string): void;
}

/** One of many: a button that says what is chosen, and a list. */
export function ChoiceMenu({ label, value, choices, disabled = false, onChange }: ChoiceMenuProps) {
  const chosen = choices.find((choice) => choice.value === value)?.title ?? value;
  const entries = choices.flatMap((choice, index) => {
    const item = {
      id: choice.value,
      title: choice.title,
      checked: choice.value === value,
      run: () => onChange(choice.value),
      ...(choice.note === undefined ? {} : { note: choice.note }),
    };
    const begins = choice.group !== undefined && choices[index - 1]?.group !== choice.group;
    return begins ? [{ id: `group ${choice.group}`, label: choice.group ?? '' }, item] : [item];
  });
  return (
    <Menu
      label={label}
      entries={entries}
      trigger={
        <Button disabled={disabled} aria-label={`${label}: ${chosen}`} className="choice">
          <span className="dim">{label}</span>
          <span className="cut">{chosen}</span>
          <Icon name="down" size={12} />
        </Button>
      }
    />
  );
}
