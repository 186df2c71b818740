import { useEffect, useState } from 'react';
import { Glyph } from '../../ui/glyph.tsx';
import { useTrace } from '../trace/trace-store.ts';
import type { TourStep } from './tour-steps.ts';

/** What whoever takes the tour is to do; once it has been done it stays done. */
export function TaskBox({ task }: { task: NonNullable<TourStep['task']> }) {
  const outcome = useTrace((state) => state.outcome);
  const [done, setDone] = useState<string | null>(null);
  useEffect(() => {
    if (outcome !== null && task.isDone(outcome)) setDone(task.done(outcome));
  }, [outcome, task]);
  return (
    <div className={`task ${done === null ? '' : 'done'}`} role="status">
      <Glyph name={done === null ? 'mem' : 'always'} />
      <span>{done ?? task.text}</span>
    </div>
  );
}
