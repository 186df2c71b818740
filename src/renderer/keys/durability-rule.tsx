import { formatCount } from '../ui/format.ts';
import { Glyph } from '../ui/glyph.tsx';

export const ruleHeight = 20;

/** The line between what an fsync has proven and what is only acknowledged, wherever order is by sequence. */
export function DurabilityRule({ durableSeq, descending }: { durableSeq: number; descending: boolean }) {
  return (
    <div className="rule">
      <Glyph name="disk" />
      Proven on disk up to {formatCount(durableSeq)}. Rows {descending ? 'above' : 'below'} are acknowledged
      and wait for the next fsync.
    </div>
  );
}
