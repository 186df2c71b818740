import { useEffect, useState } from 'react';
import { Field } from '../ui/field.tsx';

interface NumberFieldProps {
  label: string;
  /** A whole number from `min`, 1 unless said, to `max`. */
  value: number;
  min?: number;
  max: number;
  onChange(value: number): void;
}

/** Keeps what is typed until it is a number in range and the field is left. */
export function NumberField({ label, value, min = 1, max, onChange }: NumberFieldProps) {
  const [text, setText] = useState(String(value));
  useEffect(() => setText(String(value)), [value]);
  const parsed = /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
  const bad = !(parsed >= min && parsed <= max);
  const keep = () => {
    if (bad) setText(String(value));
    else if (parsed !== value) onChange(parsed);
  };
  return (
    <Field
      label={label}
      inputMode="numeric"
      className="numfield"
      bad={bad}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') keep();
      }}
    />
  );
}
