import { type KeyboardEvent, useRef, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { pasteEscaped } from '../../ui/paste-escaped.ts';
import { brokenEscape, type Column, columns, typedCell } from './cell-text.ts';
import { addRow, type Edited, memberWord } from './edit-members.ts';
import { addEntry, type Members, type StructureType } from './members.ts';

interface AddMemberProps {
  members: Members;
  /** False when it cannot be. */
  onAdd(edited: Edited): boolean;
  onProblem(problem: string | null): void;
}

/** What is typed for a new row: an entry of a stream is one field and its value. */
const typedColumns: Record<StructureType, readonly Column[]> = {
  ...columns,
  stream: [
    { title: 'Field', bytes: true, editable: true },
    { title: 'Value', bytes: true, editable: true },
  ],
};

/** The line below the table that makes a new member. */
export function AddMember({ members, onAdd, onProblem }: AddMemberProps) {
  const cells = typedColumns[members.type];
  const [texts, setTexts] = useState<readonly string[]>(() => cells.map(() => ''));
  const first = useRef<HTMLInputElement>(null);
  const add = () => {
    const row = cells.map((column, at) => typedCell(column, texts[at]!));
    if (row.includes(null)) {
      onProblem(brokenEscape);
      return;
    }
    const whole = row as string[];
    const edited = members.type === 'stream' ? addEntry(members, whole, Date.now()) : addRow(members, whole);
    if (!onAdd(edited)) return;
    setTexts(cells.map(() => ''));
    first.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey) return;
    event.stopPropagation();
    if (event.key !== 'Enter') return;
    event.preventDefault();
    add();
  };
  return (
    <div className="am">
      {cells.map(({ title, bytes }, at) => (
        <label key={title} className={title === 'Score' ? 'field score' : 'field'}>
          <input
            ref={at === 0 ? first : null}
            aria-label={`${title} of the new ${memberWord(members.type)}`}
            className="mono"
            placeholder={title}
            spellCheck={false}
            autoComplete="off"
            value={texts[at]}
            onChange={(event) => setTexts(texts.with(at, event.target.value))}
            onPaste={bytes ? pasteEscaped : undefined}
            onKeyDown={onKeyDown}
          />
        </label>
      ))}
      <Button icon="plus" onClick={add}>
        Add
      </Button>
    </div>
  );
}
