import { type CSSProperties, type KeyboardEvent, useEffect, useMemo, useState } from 'react';
import { AnchoredList } from '../../ui/anchored-list.tsx';
import { IconButton } from '../../ui/button.tsx';
import { formatDate } from '../../ui/format.ts';
import { AddMember } from './add-member.tsx';
import { type Column, columns } from './cell-text.ts';
import { type Edited, memberWord, moveRow, removeRow, setCell } from './edit-members.ts';
import { GroupsTable } from './groups-table.tsx';
import { MemberCell } from './member-cell.tsx';
import { encodeMembers, type Members, parseMembers, type StructureType } from './members.ts';
import './members.css';

interface MembersEditorProps {
  type: StructureType;
  bytes: Uint8Array;
  editable: boolean;
  onEdit(bytes: Uint8Array): void;
  /** Why the last edit was not staged; null once one was. */
  onProblem(problem: string | null): void;
}

const rowHeight = 24;

interface Place {
  row: number;
  column: number;
}

/**
 * A structure as a table of its members. ↑↓ choose, ↵ or F2 edits the cell, Tab goes to the next one, ⌫ takes the row
 * away, ⌥↑ and ⌥↓ move an element of a list.
 */
export function MembersEditor({ type, bytes, editable, onEdit, onProblem }: MembersEditorProps) {
  const members = useMemo(() => parseMembers(type, bytes), [type, bytes]);
  const [active, setActive] = useState(0);
  const [editing, setEditing] = useState<Place | null>(null);
  const count = members?.rows.length ?? 0;
  const isExpiring = members !== null && Object.keys(members.fieldExpireAt).length > 0;
  useEffect(() => setActive((at) => Math.min(at, Math.max(0, count - 1))), [count]);
  if (members === null) return <p className="note c-damaged">This is not the content of a {type}.</p>;
  const change = (edited: Edited): boolean => {
    const problem = 'problem' in edited ? edited.problem : null;
    onProblem(problem);
    if (!('problem' in edited) && edited !== members) onEdit(encodeMembers(edited));
    return problem === null;
  };
  const move = (by: number) => {
    change(moveRow(members, active, active + by));
    setActive(Math.min(count - 1, Math.max(0, active + by)));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // The line for a new member, and the buttons of the rows, have keys of their own.
    const inGrid = event.target instanceof Element && event.target.getAttribute('role') === 'grid';
    if (!inGrid || !editable || editing !== null || event.metaKey || event.ctrlKey) return;
    const firstEditable = columns[type].findIndex((column) => column.editable);
    if (event.altKey && type === 'list' && event.key === 'ArrowUp') move(-1);
    else if (event.altKey && type === 'list' && event.key === 'ArrowDown') move(1);
    else if ((event.key === 'F2' || event.key === 'Enter') && type !== 'stream') {
      setEditing({ row: active, column: firstEditable });
    } else if (event.key === 'Delete' || event.key === 'Backspace') change(removeRow(members, active));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      className={`members ${type} ${isExpiring ? 'expiring' : ''}`}
      style={{ '--digits': `${String(count).length}ch` } as CSSProperties}
      onKeyDownCapture={onKeyDown}
    >
      <div className="mr mh" aria-hidden="true">
        <span className="num">{type === 'list' ? '#' : ''}</span>
        {columns[type].map(({ title, bytes: isText }) => (
          <span key={title} className={isText ? undefined : 'num'}>
            {title}
          </span>
        ))}
        {isExpiring && <span>Expires</span>}
      </div>
      {count === 0 ? (
        <p className="note dim grow">No {memberWord(type)} is left.</p>
      ) : (
        <AnchoredList
          label={`Members of the ${type}`}
          count={count}
          heightOf={() => rowHeight}
          active={active}
          revealKey={active}
          activeId={`member-${active}`}
          onActivate={setActive}
          renderItem={(row) => (
            <MemberLine
              members={members}
              at={row}
              selected={row === active}
              editable={editable}
              editing={editing?.row === row ? editing.column : null}
              onSelect={() => setActive(row)}
              onBegin={(column) => {
                setActive(row);
                setEditing({ row, column });
              }}
              onEnd={(column, cell, next) => {
                if (cell !== null && !change(setCell(members, row, column, cell))) return;
                const to = column + next;
                setEditing(next !== 0 && columns[type][to]?.editable ? { row, column: to } : null);
              }}
              onRemove={() => change(removeRow(members, row))}
            />
          )}
        />
      )}
      {members.stream && <GroupsTable stored={members.stream.groups} />}
      {editable && <AddMember members={members} onAdd={change} onProblem={onProblem} />}
    </div>
  );
}

interface MemberLineProps {
  members: Members;
  at: number;
  selected: boolean;
  editable: boolean;
  editing: number | null;
  onSelect(): void;
  onBegin(column: number): void;
  /** `cell` null = left as it was; `next` = how many columns further the editing goes on. */
  onEnd(column: number, cell: string | null, next: number): void;
  onRemove(): void;
}

function MemberLine(props: MemberLineProps) {
  const { members, at, selected, editable, editing, onSelect, onBegin, onEnd, onRemove } = props;
  const row = members.rows[at]!;
  const deadline = members.fieldExpireAt[row[0]!];
  const cells: readonly Column[] = columns[members.type];
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names its active row
    // biome-ignore lint/a11y/useSemanticElements: a row of a grid that shows only what is in sight
    <div
      id={`member-${at}`}
      role="row"
      aria-rowindex={at + 1}
      aria-selected={selected}
      className={selected ? 'mr sel' : 'mr'}
      onMouseDown={onSelect}
    >
      <span className="num dim">{members.type === 'list' ? at : ''}</span>
      {cells.map((column, index) => (
        <MemberCell
          key={column.title}
          column={column}
          values={members.type === 'stream' && index === 1 ? row.slice(1) : [row[index]!]}
          editable={editable && column.editable && members.type !== 'stream'}
          editing={editing === index}
          onBegin={() => onBegin(index)}
          onEnd={(cell, next) => onEnd(index, cell, next)}
        />
      ))}
      {deadline !== undefined && (
        <span className="dim until" title="The field expires then">
          {formatDate(deadline)}
        </span>
      )}
      {editable && (
        <IconButton icon="close" label={`Remove this ${memberWord(members.type)}`} onClick={onRemove} />
      )}
    </div>
  );
}
