import { useState } from 'react';
import type { CrashPoint } from '../../shared/contract/crash.ts';
import { toPlainError } from '../../shared/errors.ts';
import type { TimelineModel } from '../timeline/timeline-model.ts';
import { Field } from '../ui/field.tsx';
import { pointAtTime } from './power-time.ts';

/** What if the power had gone at 14:03? Takes a time and finds where the log stood. */
export function TimeField({ model, onPick }: { model: TimelineModel; onPick(point: CrashPoint): void }) {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const find = async () => {
    if (text.trim() === '') return;
    try {
      const found = await pointAtTime(model, text);
      if ('problem' in found) setProblem(found.problem);
      else onPick(found.point);
    } catch (error) {
      setProblem(toPlainError(error).message);
    }
  };
  return (
    <div className="snaps">
      <Field
        label="What if the power had gone at"
        icon="clock"
        placeholder="power gone at 14:03"
        title="14:03 · 14:03:12 · 2026-11-20 14:03"
        value={text}
        bad={problem !== null}
        onChange={(event) => {
          setText(event.target.value);
          setProblem(null);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.stopPropagation();
          void find();
        }}
      />
      <span className="dim fs12" role="status">
        {problem}
      </span>
    </div>
  );
}
