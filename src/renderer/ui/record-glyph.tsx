import type { RecordState } from '../../shared/model.ts';
import { Glyph, type GlyphName } from './glyph.tsx';

/** The glyph of a record in a list: its state, except that a live record no fsync has proven shows that instead. */
export function recordGlyphName(state: RecordState, durable: boolean): GlyphName {
  return state === 'live' && !durable ? 'cache' : state;
}

export function recordGlyphLabel(state: RecordState, durable: boolean): string {
  return durable ? state : `${state}, not proven on disk`;
}

export function RecordGlyph({ state, durable = true }: { state: RecordState; durable?: boolean }) {
  return <Glyph name={recordGlyphName(state, durable)} label={recordGlyphLabel(state, durable)} />;
}

/** Whether an fsync has proven a record, as glyph and word. */
export function DurableTag({ durable }: { durable: boolean }) {
  return (
    <span className={`tag ${durable ? 'c-disk' : 'c-cache'}`}>
      <Glyph name={durable ? 'disk' : 'cache'} />
      {durable ? 'proven' : 'OS cache'}
    </span>
  );
}
