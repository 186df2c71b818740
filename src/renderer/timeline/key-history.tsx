import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { toHex } from '../../shared/bytes.ts';
import { stateOf } from '../../shared/model.ts';
import { orNull, type RecordRow, recordRows } from '../../shared/rows.ts';
import { locationText } from '../keys/columns.tsx';
import { client } from '../stores/host.ts';
import { AnchoredList } from '../ui/anchored-list.tsx';
import { formatBytes, formatCount, formatDate, plural } from '../ui/format.ts';
import { GridCell, GridRow } from '../ui/grid-row.tsx';
import { KeyText } from '../ui/key-text.tsx';
import { RecordGlyph } from '../ui/record-glyph.tsx';
import { verbOf } from './record-words.ts';
import { RowPages } from './row-pages.ts';
import type { TimelineModel } from './timeline-model.ts';

const rowHeight = 24;
const maxRows = 8;

/** Every record of a key that the log still holds, newest first; each leads to its place in the log. */
export function KeyHistory({ model, recordKey }: { model: TimelineModel; recordKey: Uint8Array }) {
  const id = toHex(recordKey);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same key is another array each time it is read
  const pages = useMemo(
    () =>
      new RowPages(
        (first, count) => client.call('keys.history', { source: model.source, key: recordKey, first, count }),
        recordRows.decode,
      ),
    [model, id],
  );
  const generation = model.use((state) => state.summary?.generation ?? 0);
  const selected = model.use((state) => state.selected);
  useSyncExternalStore(pages.subscribe, pages.version);
  useEffect(() => {
    void generation;
    pages.want(0, maxRows);
    pages.stale();
  }, [pages, generation]);

  const total = pages.total ?? 0;
  const timeless = orNull(pages.get(0)?.timeMs ?? Number.NaN) === null;
  const at = Array.from({ length: Math.min(total, 128) }, (_, place) => place).find(
    (place) => pages.get(place)?.index === selected,
  );
  return (
    <section aria-label="History of the key">
      <div className="head hh">
        <h2>
          History of{' '}
          <span className="k">
            <KeyText bytes={recordKey} />
          </span>
        </h2>
        <span className="dim">{plural(total, 'record')} in the log</span>
      </div>
      <div
        className={timeless ? 'hist timeless' : 'hist'}
        style={{ height: Math.min(maxRows, Math.max(1, total)) * rowHeight }}
      >
        <AnchoredList
          key={id}
          label="Key history"
          count={total}
          heightOf={() => rowHeight}
          active={at ?? null}
          revealKey={at ?? null}
          activeId={at === undefined ? undefined : `history-${at}`}
          onVisible={(first, last) => pages.want(first, last)}
          onActivate={(place) => {
            const row = pages.get(place);
            if (row) model.select(row.index);
          }}
          renderItem={(place) => <HistoryRow model={model} pages={pages} place={place} selected={selected} />}
        />
      </div>
    </section>
  );
}

interface HistoryRowProps {
  model: TimelineModel;
  pages: RowPages<RecordRow>;
  place: number;
  selected: number | null;
}

function HistoryRow({ model, pages, place, selected }: HistoryRowProps) {
  const row = pages.get(place);
  if (!row) return <div className="hv" role="presentation" />;
  const seq = orNull(row.seq);
  const time = orNull(row.timeMs);
  return (
    <GridRow
      id={`history-${place}`}
      position={place}
      selected={row.index === selected}
      className={row.index === selected ? 'hv on' : 'hv'}
      onSelect={() => model.select(row.index)}
    >
      <GridCell>
        <RecordGlyph state={stateOf(row.state)} durable={row.durable === 1 || !model.knowsDurability} />
      </GridCell>
      <GridCell>{seq === null ? '—' : formatCount(seq)}</GridCell>
      <GridCell kind="cut">{verbOf(row)}</GridCell>
      <GridCell kind="mono cut" title={row.words}>
        {row.words}
      </GridCell>
      <GridCell kind="r dim">{formatBytes(row.length)}</GridCell>
      <GridCell kind="dim r cut">{time === null ? '' : formatDate(time)}</GridCell>
      <GridCell kind="mono dim r cut-start" title={`${row.file}:${formatCount(row.offset)}`}>
        <bdi>{locationText(row.file, row.offset)}</bdi>
      </GridCell>
    </GridRow>
  );
}
