import type { KeyboardEvent } from 'react';
import type { SourceInfo } from '../../shared/contract/source.ts';
import type { ValueType } from '../../shared/model.ts';
import { copyValue } from '../keys/copy.ts';
import { stageDelete } from '../keys/key-actions.ts';
import { focusPane } from '../shell/panes.ts';
import { useKeysState } from '../stores/keys.ts';
import { showView, useStatus } from '../stores/session.ts';
import { type NewChange, type Staged, stage, unstage, useStagedChange } from '../stores/staged.ts';
import { timelineOf } from '../timeline/timelines.ts';
import { IconButton } from '../ui/button.tsx';
import { formatMebibytes } from '../ui/format.ts';
import { Glyph } from '../ui/glyph.tsx';
import { keyId, keyText } from '../ui/key-format.ts';
import { KeyText } from '../ui/key-text.tsx';
import { Keys } from '../ui/keys.tsx';
import { ErrorSentence } from '../ui/panel.tsx';
import { DurableTag, Meta } from './meta.tsx';
import { type LoadedValue, maxWholeBytes, useValue } from './use-value.ts';
import { ValuePane } from './value-pane.tsx';
import { Versions } from './versions.tsx';
import './inspector.css';

/** The key under the cursor: its record, its value, its versions. */
export function Inspector({ source, writable }: { source: SourceInfo; writable: boolean }) {
  const { cursor } = useKeysState(source.id);
  const back = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    focusPane('table');
  };
  return (
    <aside className="pane insp" aria-label="Inspector" data-pane="inspector" onKeyDown={back}>
      {cursor ? (
        <KeyInspector key={keyId(cursor)} source={source} inspected={cursor} writable={writable} />
      ) : (
        <NothingSelected writable={writable} />
      )}
    </aside>
  );
}

function NothingSelected({ writable }: { writable: boolean }) {
  const hints: [string, string][] = [
    ['ArrowDown', 'choose a key'],
    ['/', 'filter'],
    ['Mod+K', 'every command'],
    writable ? ['N', 'add a key'] : ['?', 'all shortcuts'],
  ];
  return (
    <div className="mid">
      <div className="semi">Select a key</div>
      <div className="hints">
        {hints.map(([keys, words]) => (
          <div key={keys}>
            <Keys keys={keys} />
            {words}
          </div>
        ))}
      </div>
    </div>
  );
}

function baseOf(value: LoadedValue): NonNullable<NewChange['base']> {
  const { type, seq, expireAt, valueLength } = value.facts;
  return { type, seq, expireAt, valueLength, value: value.whole ? value.bytes : null };
}

const tooLongToExpire = `A value over ${formatMebibytes(maxWholeBytes)} is not written again here: serve the directory, and change it by EXPIRE.`;

interface KeyInspectorProps {
  source: SourceInfo;
  inspected: Uint8Array;
  writable: boolean;
}

function KeyInspector({ source, inspected: key, writable }: KeyInspectorProps) {
  const status = useStatus(source.id) ?? source.status;
  const read = useValue(source.id, key, status);
  const staged = useStagedChange(source.id, key);
  const { value } = read;
  const type = staged?.op === 'set' ? staged.type : (value?.facts.type ?? 'string');
  const bytes = staged?.op === 'set' ? staged.value : (value?.bytes ?? null);
  const whole = staged?.op === 'set' || value?.whole === true;
  const expireAt = staged?.op === 'set' ? staged.expireAt : (value?.facts.expireAt ?? null);
  // What only a module can read is kept whole and never typed into.
  const changeable = writable && type !== 'module' && staged?.op !== 'delete';
  const editable = changeable && whole;
  const now = { source: source.id, key, type, bytes, expireAt, value };
  const edit = (next: { value?: Uint8Array; expireAt?: number | null }, step: string | null) =>
    stageEdit(now, next, step);
  // A deadline is written together with its value: what has not been read of that is read first.
  const expire = async (next: number | null) => {
    if (whole) return edit({ expireAt: next }, 'ttl');
    const rest = await read.loadRest();
    if (rest) stageEdit({ ...now, value: rest, bytes: rest.bytes }, { expireAt: next }, 'ttl');
  };
  const tooLong = !whole && value !== null && value.facts.valueLength > maxWholeBytes;
  const showRecord = (index: number) => {
    timelineOf(source.id).select(index);
    showView('timeline');
  };
  return (
    <>
      <InspectorHead source={source.id} inspected={key} value={value} staged={staged} writable={writable} />
      {read.error !== null && <ErrorSentence error={read.error} />}
      {read.missing && !staged && (
        <p className="gone dim">This key is not there: it was deleted or has expired.</p>
      )}
      {bytes && (
        <Meta
          value={value}
          expireAt={expireAt}
          hasTtl={source.capabilities.includes('ttl')}
          editable={changeable && !tooLong}
          whyFixed={changeable && tooLong ? tooLongToExpire : null}
          onExpire={(next) => void expire(next)}
          onShowRecord={showRecord}
        />
      )}
      {bytes && (
        <ValuePane
          id={`${source.id} ${keyId(key)}`}
          type={type}
          bytes={bytes}
          read={read}
          whole={whole}
          editable={editable}
          staged={staged}
          keepsDeadline={expireAt !== null}
          onEdit={(next, typed) => edit({ value: next }, typed ? 'value' : null)}
          onRevert={() => unstage(source.id, new Set([keyId(key)]))}
        />
      )}
      {source.capabilities.includes('history') && (
        <Versions
          source={source.id}
          recordKey={key}
          staged={staged}
          durableSeq={status.durability?.durableSeq ?? null}
          {...(writable &&
            type === (value?.facts.type ?? type) && {
              onRestore: (old, deadline) => edit({ value: old, expireAt: deadline }, 'restore'),
            })}
          onShowRecord={showRecord}
        />
      )}
    </>
  );
}

interface Editing {
  source: string;
  key: Uint8Array;
  type: ValueType;
  bytes: Uint8Array | null;
  expireAt: number | null;
  value: LoadedValue | null;
}

/** Stages an edit of the value or of the deadline; what is not named stays. What is done again under the name of a step is one step. */
function stageEdit(
  now: Editing,
  next: { value?: Uint8Array; expireAt?: number | null },
  step: string | null,
): void {
  const value = next.value ?? now.bytes;
  if (!value) return;
  const expireAt = next.expireAt === undefined ? now.expireAt : next.expireAt;
  const base = now.value ? baseOf(now.value) : null;
  const { key, type } = now;
  stage(now.source, [{ key, op: 'set', type, value, expireAt, base }], step && `${step} ${keyId(key)}`);
}

interface HeadProps {
  source: string;
  inspected: Uint8Array;
  value: LoadedValue | null;
  staged: Staged | null;
  writable: boolean;
}

function InspectorHead({ source, inspected: key, value, staged, writable }: HeadProps) {
  return (
    <div className="toolbar">
      <h2 className="k cut name" title={keyText(key)}>
        <KeyText bytes={key} />
      </h2>
      {staged ? (
        <span className="tag c-accent">
          <Glyph name="staged" />
          {staged.op === 'delete' ? 'delete staged' : 'staged'}
        </span>
      ) : (
        value && <DurableTag durable={value.facts.durable} expired={value.facts.state === 'expired'} />
      )}
      <span className="grow" />
      <IconButton icon="copy" label="Copy the value" onClick={() => void copyValue(source, key)} />
      {writable && staged?.op === 'delete' && (
        <IconButton icon="undo" label="Keep the key" onClick={() => unstage(source, new Set([keyId(key)]))} />
      )}
      {writable && staged?.op !== 'delete' && (
        <IconButton icon="trash" label="Delete the key" onClick={() => void stageDelete(source, [key])} />
      )}
    </div>
  );
}
