import { useEffect, useMemo, useState } from 'react';
import type { RecordDetail } from '../../shared/contract/timeline.ts';
import { shortcutText } from '../commands/shortcut.ts';
import { showKey } from '../keys/go-to-key.ts';
import { Button } from '../ui/button.tsx';
import { Checksum } from '../ui/checksum.tsx';
import { rangesOfFields } from '../ui/field-ranges.ts';
import { FieldTable } from '../ui/field-table.tsx';
import { formatBytes, formatCount, formatDate } from '../ui/format.ts';
import { Glyph } from '../ui/glyph.tsx';
import { HexView } from '../ui/hex-view.tsx';
import { KeyText } from '../ui/key-text.tsx';
import { EmptyState, ErrorSentence, PanelHead } from '../ui/panel.tsx';
import { recordGlyphName } from '../ui/record-glyph.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { KeyHistory } from './key-history.tsx';
import type { TimelineModel } from './timeline-model.ts';
import { useKeyOf } from './use-key-of.ts';
import { useRecordDetail } from './use-record-detail.ts';

/** The chosen record: its fields beside its bytes, what they mean, and the other records of its key. */
export function RecordDetailPane({ model, wide }: { model: TimelineModel; wide: boolean }) {
  const { detail, error } = useRecordDetail(model);
  const summary = model.use((state) => state.summary);
  const key = useKeyOf(model, detail?.index ?? null);
  if (error) {
    return (
      <aside className="pane det" aria-label="Record" data-pane="inspector">
        <ErrorSentence error={error} />
      </aside>
    );
  }
  if (!detail) {
    return (
      <aside className="pane det" aria-label="Record" data-pane="inspector">
        <EmptyState
          title="Select a record"
          text={`← → walk record by record, ${shortcutText('Alt+ArrowLeft')} ${shortcutText('Alt+ArrowRight')} frame by frame, F8 goes to damage.`}
        />
      </aside>
    );
  }
  const durable = summary?.durableRecords === null || detail.index < (summary?.durableRecords ?? 0);
  return (
    <aside className="pane det" aria-label="Record" data-pane="inspector">
      <PanelHead title={detail.seq === null ? 'Unreadable record' : `Record ${formatCount(detail.seq)}`}>
        <span className="k cut">{key && <KeyText bytes={key} />}</span>
        <StateTag detail={detail} durable={durable} />
        <span className="grow" />
        {key && (
          <Button kind="ghost" icon="keys" onClick={() => showKey(model.source, key)}>
            Open in Keys
          </Button>
        )}
      </PanelHead>
      <div className="scroll">
        <Where detail={detail} />
        <RecordBytes key={detail.index} detail={detail} wide={wide} />
        <p className="words">{detail.inWords}</p>
        {key && <KeyHistory model={model} recordKey={key} />}
      </div>
    </aside>
  );
}

const stateWords = {
  live: 'live: this is the value of its key',
  superseded: 'superseded by a later record',
  deleted: 'deleted',
  expired: 'expired',
  damaged: 'damaged',
  torn: 'torn: it does not end',
} as const;

function StateTag({ detail, durable }: { detail: RecordDetail; durable: boolean }) {
  const glyph = recordGlyphName(detail.state, durable);
  const unproven = glyph === 'cache';
  return (
    <span className={`tag c-${glyph}`} title={unproven ? undefined : stateWords[detail.state]}>
      <Glyph name={glyph} />
      {unproven ? 'acknowledged, not proven' : detail.state}
    </span>
  );
}

function Where({ detail }: { detail: RecordDetail }) {
  const { frame } = detail;
  const place = frame && detail.seq !== null ? detail.seq - frame.firstSeq + 1 : null;
  return (
    <div className="crumb cut">
      {detail.file}
      {frame && ` › frame ${formatCount(frame.offset)}`}
      {place !== null && frame && ` › record ${formatCount(place)} of ${formatCount(frame.records)}`}
      {` · ${formatCount(detail.offset)}–${formatCount(detail.offset + detail.length - 1)} · ${formatBytes(detail.length)}`}
      {frame && frame.timeMs !== null && ` · ${formatDate(frame.timeMs, { milliseconds: true })}`}
    </div>
  );
}

/** A record's bytes or those of its frame's header, with their fields. */
function RecordBytes({ detail, wide }: { detail: RecordDetail; wide: boolean }) {
  const [part, setPart] = useState<'record' | 'frame'>('record');
  const [selected, setSelected] = useState<number | null>(null);
  const [hovered, setHovered] = useState<number | null>(null);
  const frame = part === 'frame' ? detail.frame : null;
  const fields = frame ? frame.fields : detail.fields;
  const ranges = useMemo(() => rangesOfFields(fields), [fields]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another part has other fields
  useEffect(() => setSelected(null), [part]);
  const bytes = frame ? frame.headerBytes : detail.bytes;
  const cursor = selected === null ? null : (fields[selected]?.offset ?? null);
  return (
    <>
      <div className="parts">
        {detail.frame ? (
          <Segmented<'record' | 'frame'>
            label="Bytes"
            value={part}
            onChange={setPart}
            choices={[
              { value: 'record', title: 'Record' },
              { value: 'frame', title: 'Frame header' },
            ]}
          />
        ) : (
          <span className="fs12 sub">Fields</span>
        )}
        {!frame && <Checksum stored={detail.crcStored} found={detail.crcFound} />}
      </div>
      <FieldTable
        label={frame ? 'Fields of the frame header' : 'Fields of the record'}
        fields={fields}
        selected={selected}
        hovered={hovered}
        onSelect={setSelected}
        onHover={setHovered}
      />
      <div className="hx">
        <HexView
          label={frame ? 'Bytes of the frame header' : 'Bytes of the record'}
          bytes={bytes}
          baseOffset={frame ? frame.offset : detail.offset}
          ranges={ranges}
          selected={selected}
          hovered={hovered}
          cursor={cursor}
          onHover={setHovered}
          onSelect={setSelected}
          showText={wide}
          maxRows={wide ? 12 : 8}
        />
        {!frame && detail.bytes.length < detail.length && (
          <p className="dim fs11">
            The first {formatBytes(detail.bytes.length)} of {formatBytes(detail.length)}.
          </p>
        )}
      </div>
    </>
  );
}
