import type { LabEngine } from '../../../shared/contract/lab.ts';
import { type FsyncPolicy, fsyncPolicies } from '../../../shared/model.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Menu, type MenuEntry } from '../../ui/menu.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { ShareReplay } from '../replay/share-replay.tsx';
import { leaveRecovery, runTrace } from './trace-actions.ts';
import { useTrace } from './trace-store.ts';

const kinds: Record<LabEngine['kind'], string> = {
  walscope: 'The engine of this app',
  exhibit: 'Engines as one writes them first',
  altered: 'Walscope with something taken out',
  story: 'As it was in a known case',
};

/** What is traced: engine, workload, fsync policy. */
export function TraceToolbar() {
  const engines = useTrace((state) => state.engines);
  const choice = useTrace((state) => state.choice);
  const view = useTrace((state) => state.view);
  const opened = view?.recorded !== null && view !== null;
  // What a replay brought along goes on from there, as far as its engine has the workload.
  const shown = opened ? { engine: view.engine, workload: view.workload } : {};
  const engine = engines.find(({ name }) => name === (view?.engine ?? choice.engine));
  const workload = engine?.workloads.find(({ name }) => name === (view?.workload ?? choice.workload));
  return (
    <div className="toolbar trt" role="toolbar" aria-label="What is traced">
      <Menu
        label="Engine"
        entries={engineEntries(engines, choice.engine)}
        trigger={
          <Button aria-label={`Engine: ${view?.engineTitle ?? ''}`}>
            <span className="dim">Engine</span>
            <span className="cut">{view?.engineTitle ?? engine?.title ?? '…'}</span>
            <Icon name="down" size={12} />
          </Button>
        }
      />
      <Menu
        label="Workload"
        entries={(engine?.workloads ?? []).map(({ name, title }) => ({
          id: name,
          title: name,
          note: title,
          checked: name === choice.workload && !opened,
          run: () => void runTrace({ workload: name, ...(engine ? { engine: engine.name } : {}) }),
        }))}
        trigger={
          <Button aria-label={`Workload: ${view?.workload ?? ''}`} title={workload?.title}>
            <span className="dim">Workload</span>
            <span className="cut">{view?.workload ?? choice.workload}</span>
            <Icon name="down" size={12} />
          </Button>
        }
      />
      <Segmented<FsyncPolicy>
        label="Fsync policy"
        value={view?.fsync ?? choice.fsync}
        choices={fsyncPolicies.map((value) => ({ value, title: value }))}
        onChange={(fsync) => void runTrace({ ...shown, fsync })}
      />
      {opened && (
        <span className="tag rec cut" title={view.recorded?.what}>
          from a replay file: {view.recorded?.what}
        </span>
      )}
      {view?.inside && (
        <>
          <Button icon="undo" onClick={() => void leaveRecovery()}>
            Back to the first crash
          </Button>
          <span className="tag rec cut" title={view.inside.what}>
            inside the recovery from: {view.inside.what}
          </span>
        </>
      )}
      <span className="grow" />
      <ShareReplay />
    </div>
  );
}

function engineEntries(engines: readonly LabEngine[], current: string): MenuEntry[] {
  const entries: MenuEntry[] = [];
  for (const kind of Object.keys(kinds) as LabEngine['kind'][]) {
    const ofKind = engines.filter((engine) => engine.kind === kind);
    if (ofKind.length === 0) continue;
    entries.push({ id: `kind ${kind}`, label: kinds[kind] });
    for (const { name, title, about } of ofKind) {
      entries.push({
        id: name,
        title,
        ...(about === '' ? {} : { note: about }),
        checked: name === current,
        run: () => void runTrace({ engine: name }),
      });
    }
  }
  return entries;
}
