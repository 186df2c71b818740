import { type KeyboardEvent, useRef } from 'react';
import type { Counterexample } from '../../../shared/contract/sweep.ts';
import { IconButton } from '../../ui/button.tsx';
import { plural } from '../../ui/format.ts';
import { Glyph } from '../../ui/glyph.tsx';
import { GridCell, GridRow } from '../../ui/grid-row.tsx';
import { choiceTitle } from './lab-words.ts';
import { openCounterexample, saveCounterexample, useSweep } from './sweep-model.ts';

/** What the sweep found, smallest first: for each workload and fault, the crashes that first broke each rule. */
export function Counterexamples() {
  const list = useSweep((state) => state.counterexamples);
  const chosen = useSweep((state) => state.counterexample);
  const grid = useRef<HTMLDivElement>(null);
  if (list.length === 0) return null;
  const select = (counterexample: number) => useSweep.setState({ counterexample });
  const onKeyDown = (event: KeyboardEvent) => {
    const at = list.findIndex(({ id }) => id === chosen);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: list.length - 1 }[event.key];
    if (event.key === 'Enter' && chosen !== null && event.target === grid.current) {
      void openCounterexample(chosen);
    } else if (next !== undefined) {
      const row = list[Math.min(list.length - 1, Math.max(0, next))]!;
      select(row.id);
      document.getElementById(rowId(row))?.scrollIntoView({ block: 'nearest' });
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="counterexamples">
      <div className="head">
        <h2>Counterexamples</h2>
        <span className="dim">smallest first · Enter opens one in the trace</span>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: rows are chosen with the arrow keys */}
      <div
        ref={grid}
        className="scroll rows"
        role="grid"
        aria-label="Counterexamples"
        aria-rowcount={list.length}
        aria-activedescendant={chosen === null ? undefined : `counterexample-${chosen}`}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        {list.map((each, index) => (
          <Row
            key={each.id}
            counterexample={each}
            position={index}
            selected={each.id === chosen}
            onSelect={() => select(each.id)}
          />
        ))}
      </div>
    </div>
  );
}

const rowId = ({ id }: Counterexample): string => `counterexample-${id}`;

interface RowProps {
  counterexample: Counterexample;
  position: number;
  selected: boolean;
  onSelect(): void;
}

function Row({ counterexample, position, selected, onSelect }: RowProps) {
  const choices = useSweep((state) => state.choices);
  const { id, invariant, also, workload, fault, call, kept, sentence } = counterexample;
  const ruleTitle = (name: string) => choiceTitle(choices, 'invariants', name);
  const where = [
    workload,
    choiceTitle(choices, 'faults', fault),
    `after call ${call}`,
    kept === 0
      ? 'nothing unsynced survives'
      : `${plural(kept, 'unsynced operation')} survive${kept === 1 ? 's' : ''}`,
    ...(also.length === 0 ? [] : [`also breaks: ${also.map(ruleTitle).join(', ')}`]),
  ];
  return (
    <GridRow
      id={rowId(counterexample)}
      position={position}
      selected={selected}
      className={selected ? 'ce on' : 'ce'}
      onSelect={onSelect}
    >
      <GridCell>
        <Glyph name="never" />
      </GridCell>
      <GridCell kind="cut what" title={sentence}>
        <span className="cut">
          <b>{ruleTitle(invariant)}</b> {sentence}
        </span>
        <span className="dim cut">{where.join(' · ')}</span>
      </GridCell>
      <GridCell kind="acts">
        <IconButton icon="save" label="Save replay…" onClick={() => void saveCounterexample(id)} />
        <IconButton icon="right" label="Open in Trace" onClick={() => void openCounterexample(id)} />
      </GridCell>
    </GridRow>
  );
}
