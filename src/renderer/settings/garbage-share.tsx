import { Switch } from 'radix-ui';
import { NumberField } from './number-field.tsx';

const usualShare = 0.5;
const maxPercent = 95;
const minPercent = 5;

interface GarbageShareProps {
  /** 0.05 to 0.95; null = never. */
  value: number | null;
  onChange(value: number | null): void;
}

/** Compaction starts by itself when this share of the log is garbage. */
export function GarbageShare({ value, onChange }: GarbageShareProps) {
  return (
    <div className="share">
      <Switch.Root
        className="sw"
        aria-label="Compact by itself"
        checked={value !== null}
        onCheckedChange={(on) => onChange(on ? usualShare : null)}
      />
      {value === null ? (
        <span className="dim">only by hand</span>
      ) : (
        <>
          when
          <NumberField
            label="Share of garbage in percent"
            value={Math.round(value * 100)}
            max={maxPercent}
            onChange={(percent) => onChange(Math.max(minPercent, percent) / 100)}
          />
          % of the bytes are garbage
        </>
      )}
    </div>
  );
}
