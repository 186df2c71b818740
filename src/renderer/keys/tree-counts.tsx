import { useTimeline } from '../timeline/timelines.ts';
import { formatAbout } from '../ui/format.ts';
import { Glyph } from '../ui/glyph.tsx';

const states = ['superseded', 'deleted', 'expired', 'damaged', 'torn'] as const;
const titles = {
  superseded: 'Superseded',
  deleted: 'Deleted',
  expired: 'Expired',
  damaged: 'Damaged',
  torn: 'Torn',
};
const alwaysShown = 3;

/** How many records of the log are not live: what the tree does not show. */
export function TreeCounts({ source }: { source: string }) {
  const summary = useTimeline(source).use((state) => state.summary);
  if (!summary) return null;
  return (
    <div className="tfoot">
      {states.map((state, index) => {
        const count = summary.counts[state] ?? 0;
        if (count === 0 && index >= alwaysShown) return null;
        return (
          <div key={state}>
            <Glyph name={state} />
            <span>{titles[state]}</span>
            <span>{formatAbout(count, summary.exact)}</span>
          </div>
        );
      })}
      <div className="dim">
        <span />
        <span>records that are not live</span>
      </div>
    </div>
  );
}
