import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { opOf, stateOf } from '../../shared/model.ts';
import { orNull, type RecordRow, recordRows } from '../../shared/rows.ts';
import { locationText } from '../keys/columns.tsx';
import { client } from '../stores/host.ts';
import type { Staged } from '../stores/staged.ts';
import { RowPages } from '../timeline/row-pages.ts';
import { timelineOf } from '../timeline/timelines.ts';
import { AnchoredList } from '../ui/anchored-list.tsx';
import { IconButton } from '../ui/button.tsx';
import { formatCount, formatDate, plural } from '../ui/format.ts';
import { Glyph } from '../ui/glyph.tsx';
import { PanelHead } from '../ui/panel.tsx';
import { RecordGlyph } from '../ui/record-glyph.tsx';

const rowHeight = 24;

interface VersionsProps {
  source: string;
  recordKey: Uint8Array;
  staged: Staged | null;
  /** Highest sequence number that an fsync has proven; null where the format cannot say. */
  durableSeq: number | null;
  /** Absent where nothing can be staged. */
  onRestore?: (value: Uint8Array, expireAt: number | null) => void;
  onShowRecord(index: number): void;
}

/** Every record of a key that the log still holds, newest first. Choosing one shows it; its value can be staged again. */
export function Versions({ source, recordKey, staged, durableSeq, onRestore, onShowRecord }: VersionsProps) {
  const pages = useMemo(
    () =>
      new RowPages(
        (first, count) => client.call('keys.history', { source, key: recordKey, first, count }),
        recordRows.decode,
      ),
    [source, recordKey],
  );
  const summary = timelineOf(source).use((state) => state.summary);
  const generation = summary?.generation ?? 0;
  const snapshots = useMemo(
    () => new Set(summary?.files.filter((file) => file.kind === 'snapshot').map((file) => file.name)),
    [summary],
  );
  const [at, setAt] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useSyncExternalStore(pages.subscribe, pages.version);
  useEffect(() => {
    void generation;
    pages.want(0, 32);
    pages.stale();
  }, [pages, generation]);

  const total = pages.total ?? 0;
  const above = staged ? 1 : 0;
  const restore = async (row: RecordRow) => {
    try {
      onRestore?.(await valueOfRecord(source, row), orNull(row.expireAt));
      setProblem(null);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  const renderItem = (index: number) => {
    const active = index === at;
    if (staged && index === 0) return <StagedVersion staged={staged} id={`version-${index}`} />;
    const row = pages.get(index - above);
    if (!row) return <div className="vr" />;
    const older = pages.get(index - above + 1);
    return (
      <VersionRow
        id={`version-${index}`}
        row={row}
        older={older}
        active={active}
        newest={index === above}
        compacted={snapshots.has(row.file)}
        durable={durableSeq === null || row.seq <= durableSeq}
        {...(onRestore && { onRestore: () => void restore(row) })}
        onChoose={() => setAt(index)}
        onShow={() => onShowRecord(row.index)}
      />
    );
  };
  return (
    <section className="versions" aria-label="Versions">
      <PanelHead title="Versions">
        <span className="dim cut grow">{problem ?? words(pages.total, pages.error)}</span>
      </PanelHead>
      <AnchoredList
        label="Versions of the key"
        count={total + above}
        heightOf={() => rowHeight}
        renderItem={renderItem}
        active={at}
        revealKey={at}
        activeId={at === null ? undefined : `version-${at}`}
        onActivate={setAt}
        onVisible={(first, last) => pages.want(first - above, last)}
        onEnter={() => {
          const row = at === null ? undefined : pages.get(at - above);
          if (row) onShowRecord(row.index);
        }}
      />
    </section>
  );
}

function words(total: number | null, error: unknown): string {
  if (error !== null) return error instanceof Error ? error.message : String(error);
  if (total === null) return 'reading the log';
  return total === 0 ? 'not written yet' : `${plural(total, 'record')} in the log`;
}

/** The whole value that a record holds; rows hold its beginning. */
async function valueOfRecord(source: string, row: RecordRow): Promise<Uint8Array> {
  if (row.valueLength <= row.value.length) return row.value.slice(0, row.valueLength);
  return (await client.call('timeline.value', { source, index: row.index, seq: orNull(row.seq) })).bytes;
}

function StagedVersion({ staged, id }: { staged: Staged; id: string }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a row of a grid that shows only what is in sight
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names its active row
    <div id={id} role="row" className="vr staged">
      <Glyph name="staged" label="staged" />
      <span>staged</span>
      <span className="cut">{staged.op === 'delete' ? 'a delete, not written yet' : 'not written yet'}</span>
      <span className="r">{staged.value ? formatCount(staged.value.length) : ''}</span>
      <span className="r dim">
        {staged.value && staged.base ? signed(staged.value.length - staged.base.valueLength) : ''}
      </span>
      <span className="mono dim r where">—</span>
    </div>
  );
}

interface VersionRowProps {
  id: string;
  row: RecordRow;
  older: RecordRow | undefined;
  active: boolean;
  newest: boolean;
  /** It lies in a snapshot, which tells when it was made and not when the record was written. */
  compacted: boolean;
  durable: boolean;
  onRestore?: () => void;
  onChoose(): void;
  onShow(): void;
}

function VersionRow({
  id,
  row,
  older,
  active,
  newest,
  compacted,
  durable,
  onRestore,
  onChoose,
  onShow,
}: VersionRowProps) {
  const deleted = opOf(row.op) === 'delete';
  const time = orNull(row.timeMs);
  const change =
    !deleted && older && opOf(older.op) === 'set' ? signed(row.valueLength - older.valueLength) : '';
  return (
    // biome-ignore lint/a11y/useSemanticElements: a row of a grid that shows only what is in sight
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names its active row
    <div
      id={id}
      role="row"
      aria-selected={active}
      className={`vr ${active ? 'sel' : ''}`}
      onMouseDown={onChoose}
      onDoubleClick={onShow}
    >
      <RecordGlyph state={stateOf(row.state)} durable={durable} />
      <span>{orNull(row.seq) === null ? '?' : formatCount(row.seq)}</span>
      <span className="cut">
        {compacted ? 'snapshot' : time !== null && formatDate(time)} {deleted && 'deleted'}
      </span>
      <span className="r">{deleted ? '' : formatCount(row.valueLength)}</span>
      <span className="r dim">{change}</span>
      <span className="mono dim r where cut-start" title={`${row.file}:${formatCount(row.offset)}`}>
        <bdi>{locationText(row.file, row.offset)}</bdi>
      </span>
      {onRestore && !deleted && !newest && (
        <IconButton icon="undo" label="Stage this value again" className="restore" onClick={onRestore} />
      )}
    </div>
  );
}

function signed(difference: number): string {
  if (difference === 0) return '±0';
  return difference > 0 ? `+${formatCount(difference)}` : `−${formatCount(-difference)}`;
}
