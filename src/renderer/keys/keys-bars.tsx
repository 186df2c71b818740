import { useState } from 'react';
import type { SourceInfo, SourceStatus } from '../../shared/contract/source.ts';
import { client } from '../stores/host.ts';
import { showView, updateSource } from '../stores/session.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { formatCount, plural } from '../ui/format.ts';
import { Bar } from '../ui/panel.tsx';
import { Progress } from '../ui/progress.tsx';

interface BarsProps {
  source: SourceInfo;
  status: SourceStatus;
  onConvert(salvage: boolean): void;
}

/** What a person must know about this directory before its rows: damage, a failed fsync, why nothing can be written. */
export function KeysBars(props: BarsProps) {
  const { source, status } = props;
  return (
    <>
      {status.reading && (
        <Progress
          label={`Reading ${source.name}`}
          done={status.reading.done}
          total={status.reading.total}
          unit="B"
          cancelTitle="Stop"
          onCancel={() => void client.call('source.stopReading', { source: source.id })}
        />
      )}
      <StateBar {...props} />
    </>
  );
}

function StateBar({ source, status, onConvert }: BarsProps) {
  const { verdict } = source;
  if (status.missing) return <MissingBar source={source} />;
  if (status.durability?.failure)
    return <FailureBar failure={status.durability.failure} durability={status.durability} />;
  if (verdict.damage === 'corrupt') return <DamageBar source={source} onSalvage={() => onConvert(true)} />;
  const convert = source.capabilities.includes('convert') && (
    <Button onClick={() => onConvert(false)}>Convert…</Button>
  );
  if (verdict.damage === 'torn-tail') {
    return (
      <Bar kind="warning" glyph="torn" title="Torn tail." text={verdict.sentence}>
        {source.forensic && convert}
        {source.forensic && <Button onClick={() => showView('repair')}>Repair…</Button>}
      </Bar>
    );
  }
  if (verdict.code !== 'clean')
    return <Bar kind="warning" glyph="cache" title="Look at this first." text={verdict.sentence} />;
  if (source.holderPid !== null) {
    return (
      <Bar
        kind="plain"
        title="Open elsewhere."
        text={`Process ${source.holderPid} has it open for writing. Once it has ended, open it again to write.`}
      />
    );
  }
  if (!status.exact && status.reading === null)
    return <Bar kind="warning" glyph="torn" title="Not all of it has been read." text={verdict.sentence} />;
  if (source.forensic) {
    return (
      <Bar
        kind="plain"
        title="Opened without a write."
        text={`${source.formatTitle}. No lock file, no changed mtime. ${source.readOnlyReason ?? ''}`}
      >
        {convert}
      </Bar>
    );
  }
  if (status.readOnly)
    return <Bar kind="plain" title="Read-only." text={status.readOnlyReason ?? 'It was opened so.'} />;
  return null;
}

function MissingBar({ source }: { source: SourceInfo }) {
  const title = `${source.path} has been deleted or moved while it was open.`;
  const text = source.capabilities.includes('write')
    ? 'Put it back to save. What has not been saved stays here.'
    : 'What had been read of it is shown. Put it back to read values, and what is written then.';
  return <Bar kind="error" title={title} text={text} />;
}

function FailureBar({
  failure,
  durability,
}: {
  failure: string;
  durability: NonNullable<SourceStatus['durability']>;
}) {
  const unproven = durability.acknowledgedSeq - durability.durableSeq;
  return (
    <Bar
      kind="error"
      title={failure}
      text={
        unproven > 0
          ? `${plural(unproven, 'write')} from ${formatCount(durability.durableSeq + 1)} on ${unproven === 1 ? 'is' : 'are'} unproven. Nothing is retried.`
          : 'Everything acknowledged before it is proven.'
      }
    />
  );
}

/** Damage is named, never overwritten: salvage writes a new directory, going on appends behind it. */
function DamageBar({ source, onSalvage }: { source: SourceInfo; onSalvage(): void }) {
  const [asking, setAsking] = useState(false);
  const { verdict } = source;
  const others = verdict.damaged.length - 1;
  const more = others > 0 ? `${plural(others, 'more damaged range')}.` : null;
  // Where the damage is the reason, it has been said.
  const reason = source.readOnlyReason === verdict.sentence ? null : source.readOnlyReason;
  return (
    <Bar kind="error" title={verdict.sentence} text={[more, reason].filter(Boolean).join(' ')}>
      {!source.forensic && source.readOnly && (
        <Button onClick={() => setAsking(true)}>Open for writing anyway…</Button>
      )}
      {(source.capabilities.includes('salvage') || source.capabilities.includes('convert')) && (
        <Button onClick={onSalvage}>Salvage…</Button>
      )}
      <Button onClick={() => showView('repair')}>Repair…</Button>
      {asking && <AcceptDamage source={source} onClose={() => setAsking(false)} />}
    </Bar>
  );
}

function AcceptDamage({ source, onClose }: { source: SourceInfo; onClose(): void }) {
  const [error, setError] = useState<string | null>(null);
  const { recordsLost, recordsSalvageable } = source.verdict;
  const accept = async () => {
    try {
      updateSource(await client.call('source.acceptDamage', { source: source.id }));
      onClose();
    } catch (reason) {
      setError(reason instanceof Error ? reason.message : String(reason));
    }
  };
  return (
    <Dialog
      title="Open for writing without what is unreadable?"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Keep it read-only</Button>
          <Button kind="primary" onClick={() => void accept()}>
            Open for writing
          </Button>
        </>
      }
    >
      <p>
        {recordsLost > 0 ? plural(recordsLost, 'record') : 'What is damaged'} will not come back by itself
        {recordsSalvageable > 0 &&
          `, and ${plural(recordsSalvageable, 'whole record')} behind the damage will not be read`}
        . The damaged bytes stay where they are: new records are written to a new segment. Salvage first if
        you want what lies behind.
      </p>
      {error && <p className="c-damaged">{error}</p>}
    </Dialog>
  );
}
