import { Slider } from '../ui/slider.tsx';
import type { CrashFile } from './crash-model.ts';

interface PlaceFieldProps {
  label: string;
  files: readonly CrashFile[];
  file: string;
  offset: number;
  /** The highest offset that may be chosen. */
  max: number;
  onChange(file: string, offset: number): void;
}

/** A place in a file, to the byte: the file, the offset as a number, and a slider that arrow keys move by one byte. */
export function PlaceField({ label, files, file, offset, max, onChange }: PlaceFieldProps) {
  const clamp = (value: number) => Math.min(max, Math.max(0, Math.round(value)));
  return (
    <fieldset className="place" aria-label={label}>
      <select
        aria-label="File"
        className="select"
        value={file}
        onChange={(event) => {
          const size = files.find((one) => one.file === event.target.value)?.sizeBytes ?? 0;
          onChange(event.target.value, Math.min(offset, size));
        }}
      >
        {files.map((one) => (
          <option key={one.file} value={one.file}>
            {one.file} — {one.what}
          </option>
        ))}
      </select>
      <label className="field number">
        <span className="dim">byte</span>
        <input
          type="number"
          aria-label="Offset"
          min={0}
          max={max}
          value={offset}
          onChange={(event) => {
            if (event.target.value !== '') onChange(file, clamp(event.target.valueAsNumber));
          }}
        />
      </label>
      <Slider
        label="Offset, by slider"
        valueText={`byte ${offset} of ${max}`}
        value={offset}
        max={max}
        onChange={(value) => onChange(file, clamp(value))}
      />
    </fieldset>
  );
}
