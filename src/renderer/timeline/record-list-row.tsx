import { memo } from 'react';
import { stateOf } from '../../shared/model.ts';
import { orNull, type RecordRow } from '../../shared/rows.ts';
import { formatBytes, formatCount, formatTime, plural } from '../ui/format.ts';
import { Glyph } from '../ui/glyph.tsx';
import { GridCell, GridRow } from '../ui/grid-row.tsx';
import { DurableTag, RecordGlyph } from '../ui/record-glyph.tsx';
import { inOrder } from '../ui/visible-text.ts';
import { RecordKey } from './record-key.tsx';
import { verbOf } from './record-words.ts';

export const recordRowId = (index: number) => `record-${index}`;

interface RecordListRowProps {
  row: RecordRow;
  position: number;
  selected: boolean;
  hovered: boolean;
  knowsDurability: boolean;
  onSelect(): void;
  onHover(index: number | null): void;
}

export const RecordListRow = memo(
  function RecordListRow({
    row,
    position,
    selected,
    hovered,
    knowsDurability,
    onSelect,
    onHover,
  }: RecordListRowProps) {
    const state = stateOf(row.state);
    const seq = orNull(row.seq);
    const classes = ['tr dense', selected ? 'sel' : '', hovered && !selected ? 'hov' : '', `s-${state}`];
    return (
      <GridRow
        id={recordRowId(row.index)}
        position={position}
        selected={selected}
        className={classes.filter(Boolean).join(' ')}
        onSelect={onSelect}
        onHover={(over) => onHover(over ? row.index : null)}
      >
        <GridCell>
          <RecordGlyph state={state} />
        </GridCell>
        <GridCell kind="num">{seq === null ? '—' : formatCount(seq)}</GridCell>
        <GridCell kind="dim cut">{verbOf(row)}</GridCell>
        <GridCell kind="k cut">
          <RecordKey op={row.op} bytes={row.key} length={row.keyLength} />
        </GridCell>
        <GridCell kind="mono dim cut">{inOrder(row.words)}</GridCell>
        <GridCell kind="num">{formatCount(row.length)}</GridCell>
        <GridCell kind="num mono">{formatCount(row.offset)}</GridCell>
        <GridCell>
          {knowsDurability ? <DurableTag durable={row.durable === 1} /> : <span className="dim">—</span>}
        </GridCell>
      </GridRow>
    );
  },
  (before, after) =>
    before.row === after.row &&
    before.position === after.position &&
    before.selected === after.selected &&
    before.hovered === after.hovered &&
    before.knowsDurability === after.knowsDurability,
);

export function PlaceholderRow() {
  return (
    <div className="tr dense sk" role="presentation">
      <span />
      <span>
        <i />
      </span>
      <span />
      <span>
        <i />
      </span>
    </div>
  );
}

/** How far a frame is followed to count its records. */
const maxCounted = 256;

interface FrameHeadProps {
  row: RecordRow;
  framed: boolean;
  /** Of a frame with a single record only the file is told: others may follow it without a head. */
  headless: boolean;
  rowAt(index: number): RecordRow | undefined;
}

/** What one write carried: where it lies, how many records, how many bytes, when. */
export function FrameHead({ row, framed, headless, rowAt }: FrameHeadProps) {
  const time = orNull(row.timeMs);
  const extent = framed ? frameExtent(row, rowAt) : null;
  return (
    <div className="fr" role="presentation">
      <span className="mono">{row.file}</span>
      {extent && !(headless && extent.records === 1) && (
        <>
          <span className="mono">{formatCount(extent.offset)}</span>
          <span>
            frame · {plural(extent.records, 'record')} · {formatBytes(extent.bytes)}
          </span>
        </>
      )}
      <span className="grow" />
      {time !== null && (
        <span>
          {formatTime(time)}.{String(time % 1000).padStart(3, '0')}
        </span>
      )}
    </div>
  );
}

/** The records of a frame around one of them; null while not all of them have been read, or when there are many. */
function frameExtent(row: RecordRow, rowAt: (index: number) => RecordRow | undefined) {
  const first = endOfFrame(row, rowAt, -1);
  const last = endOfFrame(row, rowAt, 1);
  if (first === null || last === null) return null;
  return {
    offset: first.offset,
    records: last.index - first.index + 1,
    bytes: last.offset + last.length - first.offset,
  };
}

function endOfFrame(
  row: RecordRow,
  rowAt: (index: number) => RecordRow | undefined,
  step: 1 | -1,
): RecordRow | null {
  let end = row;
  for (let steps = 0; steps < maxCounted; steps++) {
    const next = rowAt(end.index + step);
    // Behind the last record there is none; before another one it has only not been read.
    if (next === undefined) return step === 1 || end.index === 0 ? end : null;
    if (next.frame !== row.frame) return end;
    end = next;
  }
  return null;
}

export function ProvenRule({ newestFirst }: { newestFirst: boolean }) {
  return (
    <div className="rule" role="presentation">
      <Glyph name="disk" />
      {newestFirst
        ? 'Everything below is proven on disk by an fsync; what is above is acknowledged only'
        : 'Everything above is proven on disk by an fsync; what is below is acknowledged only'}
    </div>
  );
}

export function MissingFileLine({ name }: { name: string }) {
  return (
    <div className="fr gone" role="presentation">
      <Glyph name="damaged" />
      <span className="mono">{name}</span>
      <span>is missing: its records are not here</span>
    </div>
  );
}
