import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { toPlainError } from '../../shared/errors.ts';
import { AnchoredList } from '../ui/anchored-list.tsx';
import { Icon } from '../ui/icon.tsx';
import { Bar, EmptyState } from '../ui/panel.tsx';
import {
  type Furniture,
  type FurnitureFacts,
  furnitureOf,
  itemHeight,
  noFurniture,
} from './list-furniture.ts';
import {
  FrameHead,
  MissingFileLine,
  PlaceholderRow,
  ProvenRule,
  RecordListRow,
  recordRowId,
} from './record-list-row.tsx';
import type { TimelineModel } from './timeline-model.ts';
import { placeInList } from './timeline-walk.ts';

interface RecordListProps {
  model: TimelineModel;
  hovered: number | null;
  onHover(index: number | null): void;
}

/** The log as a list: the same content as the strip, for reading and for the keyboard. */
export function RecordList({ model, hovered, onHover }: RecordListProps) {
  const { summary, shown, newestFirst, selected, durabilityLine } = model.use();
  const pages = model.listPages();
  const version = useSyncExternalStore(pages.subscribe, pages.version);
  const filtered = pages !== model.records;
  const count = filtered ? (pages.total ?? 0) : model.total;
  const facts: FurnitureFacts = {
    newestFirst,
    records: model.total,
    durableRecords: durabilityLine ? (summary?.durableRecords ?? null) : null,
    missing: summary?.files.filter((file) => file.kind === 'missing') ?? [],
    framed: model.framed,
    headless: !model.knowsDurability,
  };
  const place = (position: number) => (newestFirst ? count - 1 - position : position);
  const rowAt = (position: number) => pages.get(place(position));
  const active = useActivePosition(model, selected, filtered, version, place);

  const furniture = (position: number): Furniture => {
    const row = rowAt(position);
    const above = position > 0 ? rowAt(position - 1) : undefined;
    if (!row || (position > 0 && !above)) return noFurniture;
    const aboveThat = position > 1 ? rowAt(position - 2) : undefined;
    const below = position + 1 < count ? rowAt(position + 1) : undefined;
    return furnitureOf(row, { above, aboveThat, below }, facts);
  };
  const onVisible = useCallback(
    (first: number, last: number) => {
      const [from, to] = newestFirst ? [count - last, count - first] : [first, last];
      pages.want(from - 8, to + 8);
    },
    [pages, count, newestFirst],
  );
  useEffect(() => {
    // A filter begins with nothing known, not even how many there are.
    if (filtered && pages.total === null) pages.want(0, 1);
  }, [pages, filtered]);

  const renderItem = (position: number) => {
    const row = rowAt(position);
    if (!row) return <PlaceholderRow />;
    const { rule, missing, head } = furniture(position);
    return (
      <>
        {missing.map((name) => (
          <MissingFileLine key={name} name={name} />
        ))}
        {rule && <ProvenRule newestFirst={newestFirst} />}
        {head && (
          <FrameHead
            row={row}
            framed={facts.framed}
            headless={facts.headless}
            rowAt={(index) => model.records.get(index)}
          />
        )}
        <RecordListRow
          row={row}
          position={position}
          selected={row.index === selected}
          hovered={row.index === hovered}
          knowsDurability={model.knowsDurability}
          onSelect={() => model.select(row.index)}
          onHover={onHover}
        />
      </>
    );
  };
  const selectAt = async (position: number) => {
    const row = await pages.row(place(position));
    if (row) model.select(row.index);
  };
  const error = pages.error ? toPlainError(pages.error) : null;
  return (
    <section
      className={model.knowsDurability ? 'pane records' : 'pane records undurable'}
      aria-label="Record list"
    >
      <ListHead newestFirst={newestFirst} onTurn={() => model.toggleOrder()} />
      {error && <Bar kind="error" title="The records cannot be read." text={error.message} />}
      {summary && count === 0 && (!filtered || pages.total === 0) ? (
        <NothingHere filtered={filtered} model={model} />
      ) : (
        <AnchoredList
          key={`${[...shown].join()}${newestFirst}`}
          label="Records"
          count={count}
          heightOf={(position) => itemHeight(furniture(position))}
          renderItem={renderItem}
          active={active}
          revealKey={selected}
          activeId={selected === null ? undefined : recordRowId(selected)}
          onActivate={(position) => void selectAt(position)}
          onVisible={onVisible}
          growsAtTop={newestFirst}
        />
      )}
    </section>
  );
}

/** Where the chosen record stands in the list. In a filtered list it has to be searched for. */
function useActivePosition(
  model: TimelineModel,
  selected: number | null,
  filtered: boolean,
  version: number,
  place: (position: number) => number,
): number | null {
  const [found, setFound] = useState<{ index: number; place: number | null } | null>(null);
  useEffect(() => {
    void version;
    if (!filtered || selected === null) return;
    let current = true;
    void placeInList(model, selected).then((at) => current && setFound({ index: selected, place: at }));
    return () => {
      current = false;
    };
  }, [model, selected, filtered, version]);
  if (selected === null) return null;
  if (!filtered) return place(selected);
  return found?.index === selected && found.place !== null ? place(found.place) : null;
}

function ListHead({ newestFirst, onTurn }: { newestFirst: boolean; onTurn(): void }) {
  return (
    <div className="th">
      <span />
      <span className="num sorted">
        <button
          type="button"
          className="turn"
          title={newestFirst ? 'Newest first' : 'Oldest first'}
          aria-label={`Sequence, ${newestFirst ? 'newest' : 'oldest'} first`}
          onClick={onTurn}
        >
          Sequence
          <Icon name={newestFirst ? 'sortDown' : 'sortUp'} size={12} />
        </button>
      </span>
      <span>Op</span>
      <span>Key</span>
      <span>Value</span>
      <span className="num">Bytes</span>
      <span className="num">Offset</span>
      <span>Durable</span>
    </div>
  );
}

function NothingHere({ filtered, model }: { filtered: boolean; model: TimelineModel }) {
  if (!filtered)
    return <EmptyState title="Nothing written yet" text="Each change of a key will be a record here." />;
  return (
    <EmptyState title="No record in these states">
      <button type="button" className="btn" onClick={() => model.showAllStates()}>
        Show all states
      </button>
    </EmptyState>
  );
}
