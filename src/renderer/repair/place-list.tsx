import { AnchoredList } from '../ui/anchored-list.tsx';
import { formatCount, plural } from '../ui/format.ts';
import { Glyph } from '../ui/glyph.tsx';
import { GridCell, GridRow } from '../ui/grid-row.tsx';
import { PanelHead } from '../ui/panel.tsx';
import { firstCut, type RepairModel } from './repair-model.ts';
import { choiceWords } from './repair-words.ts';

const rowHeight = 68;

/** Every damaged place, what is wrong there, and what has been chosen about it. */
export function PlaceList({ model }: { model: RepairModel }) {
  const state = model.use();
  const { places, total, selected, choices } = state;
  const cut = firstCut(state);
  if (!places) return null;
  return (
    <section className="pane places" aria-label="Damaged places" data-pane="tree">
      <PanelHead title={plural(total, 'damaged place')}>
        {total > places.length && <span className="dim">the first {formatCount(places.length)}</span>}
      </PanelHead>
      <AnchoredList
        label="Damaged places"
        count={places.length}
        heightOf={() => rowHeight}
        active={selected}
        revealKey={selected}
        activeId={`place-${selected}`}
        onActivate={(at) => model.select(at)}
        renderItem={(at) => {
          const place = places[at]!;
          const ignored = cut !== null && at > cut;
          return (
            <GridRow
              id={`place-${at}`}
              position={at}
              selected={at === selected}
              className={`place${at === selected ? ' sel' : ''}${ignored ? ' ignored' : ''}`}
              onSelect={() => model.select(at)}
            >
              <GridCell kind="sign">
                <Glyph name={place.kind === 'torn' ? 'torn' : 'damaged'} label={place.kind} />
              </GridCell>
              <GridCell kind="about" title={place.reason}>
                <span className="mono cut">
                  {place.file}:{formatCount(place.offset)}
                </span>
                <span className="dim cut">{place.reason}</span>
                <span className="cut chosen">
                  {ignored ? 'behind the end of the log' : choiceWords(place, choices[at])}
                </span>
              </GridCell>
              <GridCell kind="num">{formatCount(place.length)} B</GridCell>
            </GridRow>
          );
        }}
      />
    </section>
  );
}
