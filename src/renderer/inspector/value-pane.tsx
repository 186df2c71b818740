import { useCallback, useMemo, useState } from 'react';
import type { ValueType } from '../../shared/model.ts';
import type { Staged } from '../stores/staged.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { formatBytes, formatCount, formatMebibytes } from '../ui/format.ts';
import { Glyph } from '../ui/glyph.tsx';
import { Progress } from '../ui/progress.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { isStructure, type StructureType } from './members/members.ts';
import { MembersEditor } from './members/members-editor.tsx';
import { type LoadedValue, maxWholeBytes, type ValueState } from './use-value.ts';
import { ValueEditor } from './value-editor.tsx';
import { firstMode, kindOf, maxTextBytes, type ValueKind, type ValueMode } from './value-mode.ts';

interface ValuePaneProps {
  /** Names the source and the key. */
  id: string;
  type: ValueType;
  bytes: Uint8Array;
  read: ValueState;
  whole: boolean;
  editable: boolean;
  staged: Staged | null;
  keepsDeadline: boolean;
  /** `typed`: part of what is typed into one value, which is one step to undo. */
  onEdit(bytes: Uint8Array, typed: boolean): void;
  onRevert(): void;
}

/** The value as text, as JSON or as hex. What is saved is what was typed, byte for byte. */
export function ValuePane(props: ValuePaneProps) {
  const { type, bytes, read, whole, editable, staged, keepsDeadline, onEdit, onRevert } = props;
  const structure = isStructure(type) && whole ? type : null;
  const kind = useMemo(() => kindOf(bytes, whole), [bytes, whole]);
  const [chosen, setChosen] = useState<ValueMode | null>(null);
  const [first] = useState(() => firstMode(kind, bytes));
  const [problem, setProblem] = useState<string | null>(null);
  const mode =
    structure !== null && (chosen === null || chosen === 'members')
      ? 'members'
      : modeFor(chosen ?? first, kind);
  const choose = useCallback((next: ValueMode) => {
    setChosen(next);
    setProblem(null);
  }, []);
  const facts = read.value?.facts;
  return (
    <>
      <div className="head vh">
        <Segmented
          label="Show the value as"
          value={mode}
          onChange={choose}
          choices={[
            structure === null
              ? { value: 'text', title: 'Text', disabled: !kind.text }
              : { value: 'members', title: typeTitle(structure) },
            { value: 'json', title: 'JSON', disabled: !kind.json && mode !== 'json' },
            { value: 'hex', title: 'Hex' },
          ]}
        />
        <span className={problem ? 'c-damaged cut' : 'dim cut'} role="status">
          {problem ??
            `${mode === 'json' ? 'valid · ' : ''}${formatBytes(whole ? bytes.length : (facts?.valueLength ?? 0))}`}
        </span>
        <span className="grow" />
        {staged?.op === 'set' && (
          <>
            <span className="tag c-accent">
              <Glyph name="staged" />
              edited
            </span>
            <IconButton icon="undo" label="Revert this edit" onClick={onRevert} />
          </>
        )}
      </div>
      {!whole && facts && <RestBar read={read} length={facts.valueLength} />}
      {kind.tooLong && mode !== 'members' && (
        <div className="note">Longer than {formatMebibytes(maxTextBytes)}: shown as hex only.</div>
      )}
      {kind.brokenAt !== null && (
        <div className="note">Not UTF-8 from byte {formatCount(kind.brokenAt)} on, so it opens as hex.</div>
      )}
      <div className={staged?.op === 'delete' ? 'ed off' : 'ed'}>
        {structure !== null && mode === 'members' ? (
          <MembersEditor
            type={structure}
            bytes={bytes}
            editable={editable}
            onEdit={(next) => onEdit(next, false)}
            onProblem={setProblem}
          />
        ) : (
          <ValueEditor
            id={props.id}
            bytes={bytes}
            valueLength={whole ? bytes.length : (facts?.valueLength ?? bytes.length)}
            mode={mode === 'members' ? 'json' : mode}
            editable={editable && structure === null}
            fileOffset={staged || !facts ? null : valueOffsetOf(facts)}
            onEdit={(next) => onEdit(next, true)}
            onProblem={setProblem}
          />
        )}
      </div>
      <div className="note foot">
        {problem
          ? mode === 'members'
            ? 'Not staged: everything else is as it was.'
            : 'Not staged while it is no JSON. As Text, anything can be stored.'
          : staged?.op === 'delete'
            ? 'The key will be deleted when you save.'
            : noteOf(mode, editable, whole, keepsDeadline)}
      </div>
    </>
  );
}

/** Where the value begins in its file; null where the record does not hold it as it is shown. */
function valueOffsetOf(facts: LoadedValue['facts']): number | null {
  const { headerLength, recordOffset, recordLength, valueLength } = facts;
  return headerLength === null ? null : recordOffset + recordLength - valueLength;
}

function modeFor(wanted: ValueMode, kind: ValueKind): ValueMode {
  if (!kind.text) return 'hex';
  return wanted;
}

function noteOf(mode: ValueMode, editable: boolean, whole: boolean, keepsDeadline: boolean): string {
  if (mode === 'members') return membersNote(editable, keepsDeadline);
  if (!whole) return 'Only the part that was read is shown; edit it once it is whole.';
  const shown =
    mode === 'json' ? 'Shown formatted, saved byte for byte as typed.' : 'Saved byte for byte as typed.';
  if (!editable) return mode === 'json' ? 'Shown formatted; the stored bytes are under Hex.' : 'Read-only.';
  return keepsDeadline ? `${shown} The deadline is kept.` : shown;
}

function membersNote(editable: boolean, keepsDeadline: boolean): string {
  if (!editable) return 'Read-only.';
  const how = '↵ edits a cell, ⌫ removes a row. The whole value is written as one record.';
  return keepsDeadline ? `${how} The deadline is kept.` : how;
}

function typeTitle(type: StructureType): string {
  return type === 'zset' ? 'Sorted set' : type.charAt(0).toUpperCase() + type.slice(1);
}

function RestBar({ read, length }: { read: ValueState; length: number }) {
  const had = read.value?.bytes.length ?? 0;
  if (read.loading) {
    return (
      <Progress
        label="Reading the value"
        done={had}
        total={length}
        unit="B"
        cancelTitle="Stop"
        onCancel={read.stop}
      />
    );
  }
  if (had >= maxWholeBytes) {
    return (
      <div className="note">
        The first {formatMebibytes(had)} of {formatMebibytes(length)}; export the key for all of it.
      </div>
    );
  }
  return (
    <div className="pg">
      <span className="grow cut">
        The first {formatMebibytes(had)} of {formatMebibytes(length)}
      </span>
      <Button onClick={() => void read.loadRest()}>
        Load {formatMebibytes(Math.min(length, maxWholeBytes) - had)}
      </Button>
    </div>
  );
}
