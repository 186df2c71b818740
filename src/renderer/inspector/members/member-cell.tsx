import { type KeyboardEvent, useState } from 'react';
import { pasteEscaped } from '../../ui/paste-escaped.ts';
import { brokenEscape, type Column, cellText, typedCell } from './cell-text.ts';

interface MemberCellProps {
  column: Column;
  /** One, but for the fields and values of a stream's entry. */
  values: readonly string[];
  editable: boolean;
  editing: boolean;
  onBegin(): void;
  /** `cell` null = left as it was; `next` = how many columns further the editing goes on. */
  onEnd(cell: string | null, next: number): void;
}

export function MemberCell({ column, values, editable, editing, onBegin, onEnd }: MemberCellProps) {
  if (editing) return <CellInput column={column} cell={values[0]!} onEnd={onEnd} />;
  const text = values.map((value) => cellText(column, value)).join('  ');
  return (
    // biome-ignore lint/a11y/useSemanticElements: a cell of a grid that shows only what is in sight
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus
    <span
      role="gridcell"
      className={column.bytes ? 'mono cut' : 'num cut'}
      title={text}
      onDoubleClick={editable ? onBegin : undefined}
    >
      {text === '' ? <em className="dim">empty</em> : text}
    </span>
  );
}

interface CellInputProps {
  column: Column;
  cell: string;
  onEnd(cell: string | null, next: number): void;
}

function CellInput({ column, cell, onEnd }: CellInputProps) {
  const [text, setText] = useState(() => cellText(column, cell));
  const typed = typedCell(column, text);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey) {
      // What is saved by the keyboard is what stands here.
      if (event.key.toLowerCase() === 's') onEnd(typed, 0);
      return;
    }
    event.stopPropagation();
    if (event.key === 'Escape') onEnd(null, 0);
    else if (event.key === 'Enter' && typed !== null) onEnd(typed, 0);
    else if (event.key === 'Tab' && typed !== null) onEnd(typed, event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: as above
    <span role="gridcell" className="editing" tabIndex={-1}>
      <input
        aria-label={column.title}
        className="mono"
        // biome-ignore lint/a11y/noAutofocus: it was asked for
        autoFocus
        spellCheck={false}
        value={text}
        aria-invalid={typed === null}
        title={typed === null ? brokenEscape : undefined}
        onPaste={column.bytes ? pasteEscaped : undefined}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setText(event.target.value)}
        onBlur={() => onEnd(typed, 0)}
        onKeyDown={onKeyDown}
      />
    </span>
  );
}
