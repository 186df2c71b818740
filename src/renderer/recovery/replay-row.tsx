import { orNull, type StepRow, stepKinds } from '../../shared/rows.ts';
import { RecordKey } from '../timeline/record-key.tsx';
import { verbOf } from '../timeline/record-words.ts';
import { formatCount, formatCrc } from '../ui/format.ts';
import { Glyph, type GlyphName } from '../ui/glyph.tsx';
import { GridCell, GridRow } from '../ui/grid-row.tsx';

export const stepRowId = (index: number) => `step-${index}`;
export const stepKind = (row: StepRow) => stepKinds[row.kind] ?? 'skip';
/** A record that was read or skipped; what holds records stands as a line. */
export const isRecordRow = (row: StepRow) => orNull(row.record) !== null && stepKind(row) !== 'stop';
export const recordHeight = 24;
export const frameHeight = 20;

interface ReplayRowProps {
  row: StepRow;
  current: boolean;
  /** It has not been reached yet. */
  ahead: boolean;
  /** Recovery had to stop here. */
  stop: boolean;
  /** It stands behind the stop: recovery never came to it. */
  behind: boolean;
  onSelect(): void;
}

/** One step: records in columns, what holds them (files, headers, frames) as lines between. */
export function ReplayRow({ row, current, ahead, stop, behind, onSelect }: ReplayRowProps) {
  const kind = stepKind(row);
  const isRecord = isRecordRow(row);
  const classes = [
    isRecord ? 'tr dense' : `fr k-${kind}`,
    current ? 'sel' : '',
    ahead || behind ? 'ahead' : '',
    row.ok === 1 || behind ? '' : 'bad',
    stop ? 'stop' : '',
  ];
  return (
    <GridRow
      id={stepRowId(row.index)}
      position={row.index}
      selected={current}
      className={classes.filter(Boolean).join(' ')}
      onSelect={onSelect}
    >
      {isRecord ? (
        <RecordCells row={row} stop={stop} behind={behind} />
      ) : (
        <LineCells row={row} stop={stop} behind={behind} />
      )}
    </GridRow>
  );
}

interface CellsProps {
  row: StepRow;
  stop: boolean;
  behind: boolean;
}

function StepGlyph({ row, stop, behind }: CellsProps) {
  const label = behind ? 'not reached' : row.ok === 1 ? 'checks hold' : 'checks fail';
  return <Glyph name={behind ? 'superseded' : stepGlyph(row, stop)} label={label} />;
}

function stepGlyph(row: StepRow, stop: boolean): GlyphName {
  const kind = stepKind(row);
  if (row.ok === 1) return kind === 'skip' ? 'superseded' : 'always';
  if (kind === 'skip') return 'superseded';
  return stop ? 'torn' : 'never';
}

function RecordCells({ row, stop, behind }: CellsProps) {
  const seq = orNull(row.seq);
  return (
    <>
      <GridCell>
        <StepGlyph row={row} stop={stop} behind={behind} />
      </GridCell>
      <GridCell kind="num">{seq === null ? '—' : formatCount(seq)}</GridCell>
      <GridCell kind="dim cut">{verbOf(row)}</GridCell>
      <GridCell kind="k cut">
        <RecordKey op={row.op} bytes={row.key} length={row.key.length} />
      </GridCell>
      <GridCell kind="num">{formatCount(row.length)}</GridCell>
      <GridCell kind="num mono">{formatCount(row.offset)}</GridCell>
      <GridCell kind={row.ok === 1 || behind ? 'cut dim' : 'cut c-damaged'} title={row.title}>
        {resultOf(row)}
      </GridCell>
    </>
  );
}

function resultOf(row: StepRow): string {
  if (stepKind(row) === 'skip') return 'not applied';
  return row.ok === 1 ? 'applied' : row.title;
}

function LineCells({ row, stop, behind }: CellsProps) {
  const stored = orNull(row.crcStored);
  const found = orNull(row.crcFound);
  return (
    <>
      <GridCell>
        <StepGlyph row={row} stop={stop || stepKind(row) === 'verdict'} behind={behind} />
      </GridCell>
      {row.file !== '' && (
        <GridCell kind="mono">
          {row.file}:{formatCount(row.offset)}
        </GridCell>
      )}
      <GridCell kind="cut grow" title={row.title}>
        {row.title}
      </GridCell>
      {stored !== null && (
        <GridCell kind="mono">
          {formatCrc(stored)} {found === stored ? 'same' : found === null ? '' : `≠ ${formatCrc(found)}`}
        </GridCell>
      )}
    </>
  );
}
