import { type RefObject, useState } from 'react';
import { toPlainError } from '../../shared/errors.ts';
import { recordRows } from '../../shared/rows.ts';
import { client } from '../stores/host.ts';
import { Field } from '../ui/field.tsx';
import { formatDate } from '../ui/format.ts';
import { parseKey } from '../ui/key-format.ts';
import { type Place, parsePlace } from './go-to.ts';
import type { TimelineModel } from './timeline-model.ts';

/** Goes to a key's newest record, a sequence number, an offset or a time. */
export function GoToField({
  model,
  input,
}: {
  model: TimelineModel;
  input: RefObject<HTMLInputElement | null>;
}) {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);

  const go = async () => {
    const files = model.state.summary?.files.map((file) => file.name) ?? [];
    const place = parsePlace(text, files, Date.now());
    if (!place) return;
    try {
      const index = await findRecord(model.source, place);
      if (index === null) setProblem(`No record ${inWords(place)}.`);
      else {
        setProblem(null);
        model.select(index);
      }
    } catch (error) {
      setProblem(toPlainError(error).message);
    }
  };
  return (
    <div className="go-to">
      <Field
        ref={input}
        label="Go to a key, sequence, offset or time"
        icon="search"
        keys="Mod+G"
        placeholder="Key, sequence, offset or time"
        title="48206 · @685807 · 000006.log:685807 · 14:03:12 · 2026-11-20 14:03 · cart:1042"
        value={text}
        bad={problem !== null}
        onChange={(event) => {
          setText(event.target.value);
          setProblem(null);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void go();
          if (event.key !== 'Escape') return;
          setProblem(null);
          event.currentTarget.blur();
        }}
      />
      <span className={problem === null ? 'unseen' : 'problem'} role="status">
        {problem}
      </span>
    </div>
  );
}

async function findRecord(source: string, place: Place): Promise<number | null> {
  if (place.by !== 'key') return await client.call('timeline.find', { source, at: place });
  const key = parseKey(place.text);
  if (!key) return null;
  const page = await client.call('keys.history', { source, key, first: 0, count: 1 });
  return page.total === 0 ? null : recordRows.decode(page.bytes).row(0).index;
}

function inWords(place: Place): string {
  if (place.by === 'seq') return `with sequence number ${place.seq}`;
  if (place.by === 'offset') return `at ${place.file}:${place.offset}`;
  if (place.by === 'time') return `from ${formatDate(place.timeMs, { year: true })} on`;
  return `of a key ${place.text}`;
}
