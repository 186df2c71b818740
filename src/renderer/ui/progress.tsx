import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { formatCount } from './format.ts';

interface ProgressProps {
  label: string;
  done: number;
  /** 0 = not known. */
  total: number;
  unit: string;
  note?: ReactNode;
  cancelTitle?: string;
  onCancel?: () => void;
}

/** A percentage is never alone: the count stands beside the bar, and a way out where there is one. */
export function Progress({
  label,
  done,
  total,
  unit,
  note,
  cancelTitle = 'Cancel',
  onCancel,
}: ProgressProps) {
  const share = total > 0 ? Math.min(1, done / total) : 0;
  return (
    <div className="pg">
      <div
        className="pb"
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={total || undefined}
        aria-valuenow={total ? done : undefined}
        aria-valuetext={`${formatCount(done)} ${total ? `of ${formatCount(total)} ` : ''}${unit}`}
      >
        <i style={{ width: `${share * 100}%` }} />
      </div>
      <span>
        <b>{formatCount(done)}</b>
        {total > 0 && ` of ${formatCount(total)}`} {unit}
      </span>
      {note && <span className="dim">{note}</span>}
      {onCancel && (
        <Button kind="ghost" icon="stop" onClick={onCancel}>
          {cancelTitle}
        </Button>
      )}
    </div>
  );
}
