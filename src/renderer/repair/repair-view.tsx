import type { SourceInfo } from '../../shared/contract/source.ts';
import { useCommands } from '../commands/registry.ts';
import { showView } from '../stores/session.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState, ErrorSentence, Toolbar } from '../ui/panel.tsx';
import { KeyOutcome } from './key-outcome.tsx';
import { PlaceBytes } from './place-bytes.tsx';
import { PlaceChoices } from './place-choices.tsx';
import { PlaceList } from './place-list.tsx';
import type { RepairModel } from './repair-model.ts';
import { useRepair } from './repairs.ts';
import { WriteRepair } from './write-repair.tsx';
import './repair.css';

/** The repair workbench: each damaged place beside its bytes, what to do about it, and what comes of that. */
export function RepairView({ source }: { source: SourceInfo }) {
  const model = useRepair(source.id);
  const { places, error } = model.use();
  useRepairCommands(model);
  return (
    <div className="repair">
      <Toolbar label="Repair">
        <h1>Repair</h1>
        <span className="dim cut grow">{source.verdict.sentence}</span>
        <Button icon="undo" keys="Mod+Z" disabled={!model.canUndo} onClick={() => model.undo()}>
          Undo
        </Button>
        <Button disabled={!places} onClick={() => model.reset()}>
          As suggested
        </Button>
      </Toolbar>
      {error !== null && <ErrorSentence error={error} />}
      {places === null && error === null && <p className="dim note">Looking for what is damaged…</p>}
      {places?.length === 0 && (
        <EmptyState title="Nothing is damaged" text="Every record of this directory can be read.">
          <Button onClick={() => showView('keys')}>Show its keys</Button>
        </EmptyState>
      )}
      {places !== null && places.length > 0 && (
        <>
          <div className="bench">
            <PlaceList model={model} />
            <PlaceDetail model={model} />
            <KeyOutcome model={model} />
          </div>
          <WriteRepair model={model} source={source} />
        </>
      )}
    </div>
  );
}

function PlaceDetail({ model }: { model: RepairModel }) {
  const { places, selected } = model.use();
  const place = places?.[selected];
  if (!place) return null;
  return (
    <section className="pane detail" aria-label="The place" data-pane="content">
      <div className="scroll grow">
        <p className="reason">{sentenceOf(place.reason)}</p>
        <PlaceChoices model={model} place={place} at={selected} />
        <PlaceBytes model={model} place={place} at={selected} />
      </div>
    </section>
  );
}

function sentenceOf(reason: string): string {
  return `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`;
}

function useRepairCommands(model: RepairModel): void {
  useCommands([
    {
      id: 'repair.undo',
      title: 'Undo the last choice',
      group: 'Recovery',
      icon: 'undo',
      keys: ['Mod+Z'],
      when: model.canUndo,
      run: () => model.undo(),
    },
    {
      id: 'repair.reset',
      title: 'Choose as suggested everywhere',
      group: 'Recovery',
      icon: 'check',
      run: () => model.reset(),
    },
  ]);
}
