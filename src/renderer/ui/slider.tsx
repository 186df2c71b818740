import type { CSSProperties } from 'react';
import './slider.css';

interface SliderProps {
  label: string;
  /** The value in words, for screen readers. */
  valueText: string;
  value: number;
  max: number;
  onChange(value: number): void;
}

const ownKeys = new Set([
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'Home',
  'End',
  'PageUp',
  'PageDown',
]);

/** A whole number from 0 to `max`; arrow keys move it by one. */
export function Slider({ label, valueText, value, max, onChange }: SliderProps) {
  const fill = { '--fill': `${max === 0 ? 100 : (value / max) * 100}%` } as CSSProperties;
  return (
    <input
      type="range"
      className="slider"
      aria-label={label}
      aria-valuetext={valueText}
      min={0}
      max={max}
      step={1}
      value={value}
      style={fill}
      onChange={(event) => onChange(event.target.valueAsNumber)}
      onKeyDown={(event) => {
        // The slider moves by itself; a command on the same key would move it once more.
        if (ownKeys.has(event.key) && !event.altKey) event.stopPropagation();
      }}
    />
  );
}
