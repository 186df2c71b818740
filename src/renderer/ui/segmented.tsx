import { useRef } from 'react';

export interface SegmentedChoice<T extends string> {
  value: T;
  title: string;
  disabled?: boolean;
  /** Why it cannot be chosen, which is to be read in sight as well. */
  why?: string | null;
}

interface SegmentedProps<T extends string> {
  label: string;
  value: T;
  choices: readonly SegmentedChoice<T>[];
  onChange(value: NoInfer<T>): void;
}

/** One of few, all in sight. A radio group: one tab stop, arrows choose. */
export function Segmented<T extends string>({ label, value, choices, onChange }: SegmentedProps<T>) {
  const group = useRef<HTMLDivElement>(null);
  const step = (by: number) => {
    const possible = choices.filter((choice) => !choice.disabled);
    const at = possible.findIndex((choice) => choice.value === value);
    const next = possible[(at + by + possible.length) % possible.length];
    if (!next) return;
    onChange(next.value);
    group.current?.querySelector<HTMLElement>(`[data-value="${next.value}"]`)?.focus();
  };
  return (
    <div
      ref={group}
      className="seg"
      role="radiogroup"
      aria-label={label}
      onKeyDown={(event) => {
        const by =
          event.key === 'ArrowRight' || event.key === 'ArrowDown'
            ? 1
            : event.key === 'ArrowLeft' || event.key === 'ArrowUp'
              ? -1
              : 0;
        if (by === 0) return;
        event.preventDefault();
        event.stopPropagation();
        step(by);
      }}
    >
      {choices.map((choice) => (
        // biome-ignore lint/a11y/useSemanticElements: a native radio cannot hold the segment's shape and underline
        <button
          key={choice.value}
          type="button"
          role="radio"
          data-value={choice.value}
          aria-checked={choice.value === value}
          tabIndex={choice.value === value ? 0 : -1}
          disabled={choice.disabled}
          {...(choice.why && { title: choice.why, 'aria-description': choice.why })}
          className={choice.value === value ? 'on' : ''}
          onClick={() => onChange(choice.value)}
        >
          {choice.title}
        </button>
      ))}
    </div>
  );
}
