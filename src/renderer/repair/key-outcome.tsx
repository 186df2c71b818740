import { useState } from 'react';
import { AnchoredList } from '../ui/anchored-list.tsx';
import { formatCount, plural } from '../ui/format.ts';
import { Glyph, type GlyphName } from '../ui/glyph.tsx';
import { GridCell, GridRow } from '../ui/grid-row.tsx';
import { KeyText } from '../ui/key-text.tsx';
import { PanelHead } from '../ui/panel.tsx';
import type { RepairModel } from './repair-model.ts';

type Kind = 'regained' | 'changed' | 'dropped';
const rowHeight = 24;
const glyphs: Record<Kind, GlyphName> = { regained: 'always', changed: 'sometimes', dropped: 'deleted' };
const words: Record<Kind, string> = {
  regained: 'hidden by the damage, there again',
  changed: 'has a newer value',
  dropped: 'deleted behind the damage',
};

/** What the choices make of the keys that can be read of the directory as it stands. */
export function KeyOutcome({ model }: { model: RepairModel }) {
  const { changes, previewing } = model.use();
  const [active, setActive] = useState<number | null>(null);
  return (
    <section className="pane outcome" aria-label="What comes of it" data-pane="inspector">
      <PanelHead title="What comes of it">{previewing && <span className="dim">reading…</span>}</PanelHead>
      {changes && (
        <>
          <dl className="counts" aria-live="polite">
            <Count name="kept as they are" count={changes.kept} />
            <Count name="there again" count={changes.regained} glyph={glyphs.regained} />
            <Count name="with a newer value" count={changes.changed} glyph={glyphs.changed} />
            <Count name="deleted" count={changes.dropped} glyph={glyphs.dropped} />
          </dl>
          {changes.named.length === 0 ? (
            <p className="dim note">No key is other than the directory shows it now.</p>
          ) : (
            <AnchoredList
              label="Keys that change"
              count={changes.named.length}
              heightOf={() => rowHeight}
              active={active}
              revealKey={active}
              activeId={active === null ? undefined : `outcome-${active}`}
              onActivate={setActive}
              renderItem={(at) => {
                const { kind, key, db, type } = changes.named[at]!;
                return (
                  <GridRow
                    id={`outcome-${at}`}
                    position={at}
                    selected={at === active}
                    className={at === active ? 'kr sel' : 'kr'}
                    onSelect={() => setActive(at)}
                  >
                    <GridCell title={words[kind]}>
                      <Glyph name={glyphs[kind]} label={words[kind]} />
                    </GridCell>
                    <GridCell kind="k cut">
                      <KeyText bytes={key} />
                    </GridCell>
                    <GridCell kind="dim">{db === 0 ? type : `${type}, db ${db}`}</GridCell>
                  </GridRow>
                );
              }}
            />
          )}
          <More changes={changes} />
        </>
      )}
    </section>
  );
}

function More({
  changes,
}: {
  changes: { regained: number; changed: number; dropped: number; named: unknown[] };
}) {
  const more = changes.regained + changes.changed + changes.dropped - changes.named.length;
  return more > 0 ? <p className="dim note">and {plural(more, 'more key')}</p> : null;
}

function Count({ name, count, glyph }: { name: string; count: number; glyph?: GlyphName }) {
  return (
    <div className={count === 0 ? 'none' : ''}>
      <dt>
        {glyph && <Glyph name={glyph} />}
        {name}
      </dt>
      <dd>{formatCount(count)}</dd>
    </div>
  );
}
