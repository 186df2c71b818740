import type { SavePoint } from '../../shared/contract/app.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { NumberField } from './number-field.tsx';

const maxSavePoints = 8;
const maxSeconds = 30 * 86_400;
const maxChanges = 1_000_000_000;

interface SavePointsProps {
  value: readonly SavePoint[];
  onChange(value: SavePoint[]): void;
}

/** When a snapshot is made by itself: after so many seconds if there were so many changes. */
export function SavePoints({ value, onChange }: SavePointsProps) {
  const change = (index: number, point: SavePoint) =>
    onChange(value.map((each, at) => (at === index ? point : each)));
  return (
    <div className="points">
      {value.length === 0 && <p className="dim">No snapshot is made by itself.</p>}
      {value.map((point, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two save points may be the same, and their place is their name
        <div key={index}>
          after
          <NumberField
            label={`Seconds of save point ${index + 1}`}
            value={point.seconds}
            max={maxSeconds}
            onChange={(seconds) => change(index, { ...point, seconds })}
          />
          s if
          <NumberField
            label={`Changes of save point ${index + 1}`}
            value={point.changes}
            max={maxChanges}
            onChange={(changes) => change(index, { ...point, changes })}
          />
          {point.changes === 1 ? 'change' : 'changes'}
          <IconButton
            icon="close"
            label={`Remove save point ${index + 1}`}
            onClick={() => onChange(value.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      {value.length < maxSavePoints && (
        <Button icon="plus" onClick={() => onChange([...value, { seconds: 300, changes: 10 }])}>
          Add save point
        </Button>
      )}
    </div>
  );
}
