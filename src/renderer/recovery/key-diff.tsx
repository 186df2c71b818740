import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { toPlainError } from '../../shared/errors.ts';
import { type DiffRow, diffCategories, diffRows, orNull } from '../../shared/rows.ts';
import { client } from '../stores/host.ts';
import { RowPages } from '../timeline/row-pages.ts';
import { AnchoredList } from '../ui/anchored-list.tsx';
import { formatCount } from '../ui/format.ts';
import { Glyph, type GlyphName } from '../ui/glyph.tsx';
import { GridCell, GridRow } from '../ui/grid-row.tsx';
import { KeyText } from '../ui/key-text.tsx';
import { Bar, PanelHead } from '../ui/panel.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { diffHead, valueWords } from './diff-words.ts';

type Filter = 'all' | 'changed' | (typeof diffCategories)[number];
const rowHeight = 24;
const headHeight = 20;

const filters: readonly { value: Filter; title: string }[] = [
  { value: 'all', title: 'all' },
  { value: 'lost-acknowledged', title: 'lost' },
  { value: 'lost-unpromised', title: 'not promised' },
  { value: 'kept', title: 'kept' },
];
const glyphs: Record<(typeof diffCategories)[number], GlyphName> = {
  kept: 'always',
  'lost-acknowledged': 'never',
  'lost-unpromised': 'mem',
};

/** Keys before the crash and after recovery: kept, lost though acknowledged, lost and never promised. */
export function KeyDiff({ session }: { session: string }) {
  const [filter, setFilter] = useState<Filter>('all');
  const [active, setActive] = useState<number | null>(null);
  const pages = useMemo(
    () =>
      new RowPages<DiffRow>(
        (first, count) => client.call('recovery.diff', { session, category: filter, first, count }),
        diffRows.decode,
      ),
    [session, filter],
  );
  useSyncExternalStore(pages.subscribe, pages.version);
  useEffect(() => {
    setActive(null);
    pages.want(0, 1);
  }, [pages]);
  const startsCategory = (index: number) => {
    const row = pages.get(index);
    const above = index > 0 ? pages.get(index - 1) : undefined;
    return row !== undefined && (index === 0 || (above !== undefined && above.category !== row.category));
  };
  return (
    <section className="diff" aria-label="Before and after" data-pane="content">
      <PanelHead title="Before and after">
        <span className="grow" />
        <Segmented<Filter> label="Which keys" value={filter} choices={filters} onChange={setFilter} />
      </PanelHead>
      {pages.error !== null && (
        <Bar kind="error" title="The keys cannot be compared." text={toPlainError(pages.error).message} />
      )}
      <div className="dr dhh" aria-hidden="true">
        <span />
        <span>Key</span>
        <span>Before</span>
        <span>After</span>
        <span className="num">Seq</span>
      </div>
      {pages.total === 0 ? (
        <p className="dim note">{filter === 'all' ? 'No keys, before or after.' : 'None.'}</p>
      ) : (
        <AnchoredList
          key={filter}
          label="Key differences"
          count={pages.total ?? 0}
          heightOf={(index) => rowHeight + (startsCategory(index) ? headHeight : 0)}
          active={active}
          revealKey={active}
          activeId={active === null ? undefined : `diff-${active}`}
          onActivate={setActive}
          onVisible={(first, last) => pages.want(first - 8, last + 8)}
          renderItem={(index) => {
            const row = pages.get(index);
            if (!row) return <div className="dr" role="presentation" />;
            return (
              <>
                {startsCategory(index) && (
                  <div className="grp" role="presentation">
                    {diffHead(row.category)}
                  </div>
                )}
                <DiffLine
                  row={row}
                  position={index}
                  selected={index === active}
                  onSelect={() => setActive(index)}
                />
              </>
            );
          }}
        />
      )}
    </section>
  );
}

interface DiffLineProps {
  row: DiffRow;
  position: number;
  selected: boolean;
  onSelect(): void;
}

function DiffLine({ row, position, selected, onSelect }: DiffLineProps) {
  const category = diffCategories[row.category] ?? 'kept';
  const { before, after, same } = valueWords(row);
  const seq = orNull(row.beforeSeq) ?? orNull(row.afterSeq);
  return (
    <GridRow
      id={`diff-${position}`}
      position={position}
      selected={selected}
      className={selected ? 'dr sel' : 'dr'}
      onSelect={onSelect}
    >
      <GridCell>
        <Glyph name={glyphs[category]} label={diffHead(row.category)} />
      </GridCell>
      <GridCell kind="k cut">
        <KeyText bytes={row.key} />
      </GridCell>
      <GridCell kind={category === 'kept' ? 'cut' : 'cut was'} title={before}>
        {before}
      </GridCell>
      <GridCell kind={same ? 'cut dim' : 'cut'} title={after}>
        {after}
      </GridCell>
      <GridCell kind="num">{seq === null ? '—' : formatCount(seq)}</GridCell>
    </GridRow>
  );
}
