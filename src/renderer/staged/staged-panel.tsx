import { useEffect, useMemo, useState } from 'react';
import { isStructure } from '../inspector/members/members.ts';
import { useKeysState } from '../stores/keys.ts';
import {
  canUndo,
  dismissEditsError,
  dropAll,
  rebase,
  redo,
  type Staged,
  saveStaged,
  undo,
  unstage,
  useSourceEdits,
} from '../stores/staged.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { formatBytes, formatDate, plural } from '../ui/format.ts';
import { keyId } from '../ui/key-format.ts';
import { KeyText } from '../ui/key-text.tsx';
import { ErrorSentence, PanelHead } from '../ui/panel.tsx';
import { visible } from '../ui/visible-text.ts';
import { AppendedBytes } from './appended-bytes.tsx';
import { memberDiff } from './member-diff.ts';
import { StagedList } from './staged-list.tsx';
import { useOldValue } from './use-old-value.ts';
import { usePreview } from './use-preview.ts';
import { type DiffLine, valueDiff } from './value-diff.ts';
import './staged.css';

/** What is staged: each change, what it changes, and the very bytes that saving would append. */
export function StagedPanel({ source }: { source: string }) {
  const edits = useSourceEdits(source);
  const { changes, saving, error, conflict, saved } = edits;
  const [chosen, setChosen] = useState<string | null>(null);
  const { cursor } = useKeysState(source);
  const cursorId = cursor ? keyId(cursor) : null;
  const placeOf = (id: string | null) => changes.findIndex((change) => change.id === id);
  // The change of the key that is inspected, or else the one that was chosen here.
  const at = Math.max(0, placeOf(cursorId) >= 0 ? placeOf(cursorId) : placeOf(chosen));
  const refused = changes.find((change) => change.id === conflict);
  const current = changes[at];
  const preview = usePreview(source, changes);
  if (changes.length === 0) {
    return (
      <section className="pane stg" aria-label="Staged" data-pane="staged">
        <PanelHead title="Staged">
          <span className="dim cut" role="status">
            {saved}
          </span>
          <span className="grow" />
          {canUndo(edits) && (
            <Button kind="ghost" icon="undo" onClick={() => undo(source)}>
              Restore the old values
            </Button>
          )}
          <IconButton icon="close" label="Close" onClick={() => dismissEditsError(source)} />
        </PanelHead>
      </section>
    );
  }
  return (
    <section className="pane stg" aria-label="Staged" data-pane="staged">
      <PanelHead title="Staged">
        <span className="dim cut">
          <span className="sub">{plural(changes.length, 'change')}</span>
          {saved
            ? ` · ${saved}`
            : preview.data && ` · one atomic batch of ${formatBytes(preview.data.totalBytes)}`}
        </span>
        <span className="grow" />
        <Button kind="ghost" icon="undo" disabled={!canUndo(edits)} onClick={() => undo(source)}>
          Undo last
        </Button>
        {edits.future.length > 0 && (
          <IconButton icon="redo" label="Redo" keys="Mod+Shift+Z" onClick={() => redo(source)} />
        )}
        <DropAll source={source} count={changes.length} />
        <Button kind="primary" keys="Mod+S" disabled={saving} onClick={() => void saveStaged(source)}>
          {saving ? 'Saving' : `Save ${plural(changes.length, 'change')}`}
        </Button>
      </PanelHead>
      {error !== null && (
        <ErrorSentence error={error}>
          {refused && (
            <Button onClick={() => void rebase(source, refused)}>Change what is there now instead</Button>
          )}
        </ErrorSentence>
      )}
      <div className="sg">
        <StagedList
          changes={changes}
          at={at}
          conflict={conflict}
          lengths={preview.data?.records.map((record) => record.length) ?? null}
          onChoose={(index) => setChosen(changes[index]?.id ?? null)}
          onDrop={(change) => unstage(source, new Set([change.id]))}
        />
        {current && <ChangeDiff source={source} change={current} />}
        <AppendedBytes
          preview={preview}
          changes={changes}
          at={at}
          onChoose={(index) => setChosen(changes[index]?.id ?? null)}
        />
      </div>
    </section>
  );
}

/** Dropping asks with the count, in its own place. */
function DropAll({ source, count }: { source: string; count: number }) {
  const [asking, setAsking] = useState(false);
  useEffect(() => {
    if (!asking) return;
    const timer = setTimeout(() => setAsking(false), 4000);
    return () => clearTimeout(timer);
  }, [asking]);
  return (
    <Button kind="danger" onClick={() => (asking ? dropAll(source) : setAsking(true))}>
      {asking ? `Drop ${plural(count, 'change')}?` : 'Drop all'}
    </Button>
  );
}

const marks: Record<DiffLine['kind'], string> = { removed: '−', added: '+', same: '', place: '', note: '' };
const classes: Record<DiffLine['kind'], string> = {
  removed: 'rm',
  added: 'ad',
  same: '',
  place: 'dim',
  note: 'dim',
};

function ChangeDiff({ source, change }: { source: string; change: Staged }) {
  const old = useOldValue(source, change);
  const lines = useMemo(() => {
    if (old === 'reading') return [];
    const value = old === 'too large' ? null : old;
    const diff = structureDiff(change, value) ?? valueDiff(value, change.value);
    return [
      ...(old === 'too large'
        ? [{ kind: 'note' as const, text: 'the old value is too large to compare' }]
        : []),
      ...diff,
      ...deadlineLines(change),
    ];
  }, [old, change]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must reach that
    <section className="df mono scroll" aria-label="What changes" tabIndex={0}>
      <div className="unseen">
        <KeyText bytes={change.key} />
      </div>
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name
        <div key={index} className={`dl ${classes[line.kind]}`}>
          {line.kind !== 'place' && line.kind !== 'note' && <span>{marks[line.kind]}</span>}
          {visible(line.text)}
        </div>
      ))}
    </section>
  );
}

/** By its members where both sides are the same structure; null where they are not. */
function structureDiff({ op, type, base, value }: Staged, before: Uint8Array | null): DiffLine[] | null {
  if (op !== 'set' || value === null || !isStructure(type)) return null;
  if (base !== null && (before === null || base.type !== type)) return null;
  return memberDiff(type, before, value);
}

function deadlineLines(change: Staged): DiffLine[] {
  const before = change.base?.expireAt ?? null;
  const after = change.op === 'set' ? change.expireAt : null;
  if (change.op === 'delete' || (before === null && after === null)) return [];
  const words = (deadline: number | null) =>
    deadline === null ? 'never' : formatDate(deadline, { year: true });
  const title: DiffLine = { kind: 'place', text: 'expires' };
  if (before === after) return [title, { kind: 'same', text: `= ${words(after)}` }];
  return [
    title,
    ...(change.base ? [{ kind: 'removed' as const, text: words(before) }] : []),
    { kind: 'added', text: words(after) },
  ];
}
