import { useState } from 'react';
import { useCommands } from '../commands/registry.ts';
import { Countdown } from '../keys/countdown.tsx';
import { Button } from '../ui/button.tsx';
import { deadlineText, parseDeadline } from '../ui/deadline.ts';
import { Field } from '../ui/field.tsx';
import { formatCount, formatCrc, formatDate } from '../ui/format.ts';
import { Glyph } from '../ui/glyph.tsx';
import { useReturnOfFocus } from '../ui/use-return-of-focus.ts';
import type { LoadedValue } from './use-value.ts';

interface MetaProps {
  value: LoadedValue | null;
  /** With what is staged. */
  expireAt: number | null;
  hasTtl: boolean;
  editable: boolean;
  /** Why the deadline cannot be changed here though the directory can be written to; null where it can. */
  whyFixed: string | null;
  onExpire(expireAt: number | null): void;
  onShowRecord(index: number): void;
}

/** What is known of the key's record, and its deadline. */
export function Meta({ value, expireAt, hasTtl, editable, whyFixed, onExpire, onShowRecord }: MetaProps) {
  return (
    <dl className="meta">
      {value && <RecordFacts value={value} onShowRecord={onShowRecord} />}
      {(hasTtl || expireAt !== null) && (
        <>
          <dt>Expires</dt>
          <dd>
            <Deadline expireAt={expireAt} editable={editable} onExpire={onExpire} />
            {whyFixed && <div className="dim fs11">{whyFixed}</div>}
          </dd>
        </>
      )}
    </dl>
  );
}

function RecordFacts({ value, onShowRecord }: { value: LoadedValue; onShowRecord(index: number): void }) {
  const { facts } = value;
  const { recordIndex } = facts;
  const place = `${facts.file}:${formatCount(facts.recordOffset)}`;
  return (
    <>
      <dt>Record</dt>
      <dd>
        {facts.headerLength !== null && (
          <>
            {formatCount(facts.headerLength)} <i className="w">header </i>+ {formatCount(facts.key.length)}{' '}
            <i className="w">key </i>+ {formatCount(facts.valueLength)} <i className="w">value </i>={' '}
          </>
        )}
        {formatCount(facts.recordLength)} B
      </dd>
      <dt>Written</dt>
      <dd>
        {facts.timeMs !== null && formatDate(facts.timeMs, { year: true, milliseconds: true })}
        <span className={facts.timeMs === null ? '' : 'w'}>
          {facts.timeMs !== null && ' · '}sequence {formatCount(facts.seq)}
        </span>
      </dd>
      <dt>Lives in</dt>
      <dd className="place">
        {recordIndex === null ? (
          <span className="mono cut-start" title={place}>
            <bdi>{place}</bdi>
          </span>
        ) : (
          <button
            type="button"
            className="link mono cut-start"
            title={place}
            onClick={() => onShowRecord(recordIndex)}
          >
            <bdi>{place}</bdi>
          </button>
        )}
        {facts.versions > 1 && <span className="more">· {formatCount(facts.versions)} versions</span>}
      </dd>
      {facts.crcStored !== null && (
        <>
          <dt>CRC</dt>
          <dd className="mono">
            <Crc stored={facts.crcStored} found={facts.crcFound} />
          </dd>
        </>
      )}
    </>
  );
}

function Crc({ stored, found }: { stored: number; found: number | null }) {
  if (found === null) return <>{formatCrc(stored)} stored</>;
  if (found === stored) return <>{formatCrc(stored)} stored and found</>;
  return (
    <span className="c-damaged">
      {formatCrc(stored)} stored, {formatCrc(found)} found
    </span>
  );
}

type DeadlineProps = Pick<MetaProps, 'expireAt' | 'editable' | 'onExpire'>;

function Deadline({ expireAt, editable, onExpire }: DeadlineProps) {
  const [editing, setEditing] = useState(false);
  useCommands([
    {
      id: 'keys.ttl',
      title: 'Change when the key expires',
      group: 'Keys',
      icon: 'clock',
      keys: ['T'],
      when: editable,
      run: () => setEditing(true),
    },
  ]);
  if (editing && editable) {
    return <DeadlineForm expireAt={expireAt} onExpire={onExpire} onClose={() => setEditing(false)} />;
  }
  return (
    <>
      {expireAt === null ? (
        <span className="sub">never</span>
      ) : (
        <>
          {formatDate(expireAt, { year: true })} · <Countdown deadline={expireAt} before="in " />
        </>
      )}{' '}
      {editable && (
        <button type="button" className="link" onClick={() => setEditing(true)}>
          Change
        </button>
      )}
    </>
  );
}

function DeadlineForm({
  expireAt,
  onExpire,
  onClose,
}: Omit<DeadlineProps, 'editable'> & { onClose(): void }) {
  const [text, setText] = useState(() => (expireAt === null ? '' : deadlineText(expireAt)));
  const parsed = parseDeadline(text, Date.now());
  useReturnOfFocus();
  const set = (deadline: number | null) => {
    onExpire(deadline);
    onClose();
  };
  return (
    <form
      className="ttl"
      onSubmit={(event) => {
        event.preventDefault();
        if (parsed !== 'invalid') set(parsed);
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        onClose();
      }}
    >
      <Field
        label="Expires"
        placeholder="never; 90 s, 3 d, 2027-01-31 14:00"
        autoFocus
        onFocus={(event) => event.currentTarget.select()}
        bad={parsed === 'invalid'}
        className="grow"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Button disabled={parsed === 'invalid'} onClick={() => parsed !== 'invalid' && set(parsed)}>
        Set
      </Button>
      <Button kind="ghost" onClick={() => set(null)}>
        Never
      </Button>
      <div className="dim fs11">
        {parsed === 'invalid'
          ? 'A span from now or a date'
          : parsed === null
            ? 'The key will not expire'
            : `${formatDate(parsed, { year: true })}${parsed <= Date.now() ? ': past, so the key expires at once' : ''}`}
      </div>
    </form>
  );
}

/** Whether the record is proven, as glyph and words. */
export function DurableTag({ durable, expired }: { durable: boolean | null; expired: boolean }) {
  if (expired) {
    return (
      <span className="tag c-expired">
        <Glyph name="expired" />
        expired
      </span>
    );
  }
  if (durable === null) return null;
  return (
    <span className={`tag ${durable ? 'c-disk' : 'c-cache'}`}>
      <Glyph name={durable ? 'disk' : 'cache'} />
      {durable ? 'proven on disk' : 'acknowledged, not proven'}
    </span>
  );
}
