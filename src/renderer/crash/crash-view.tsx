import type { CrashSession } from '../../shared/contract/crash.ts';
import type { SourceInfo } from '../../shared/contract/source.ts';
import { useCommands } from '../commands/registry.ts';
import { showLab } from '../lab/lab-place.ts';
import { runTrace } from '../lab/trace/trace-actions.ts';
import { showView } from '../stores/session.ts';
import { Button } from '../ui/button.tsx';
import { keepButtonKeys } from '../ui/button-keys.ts';
import { Segmented } from '../ui/segmented.tsx';
import { type CrashModel, type CrashWay, crashWays } from './crash-model.ts';
import { CrashSessions } from './crash-sessions.tsx';
import { CrashSide } from './crash-side.tsx';
import { wayTitles } from './crash-words.ts';
import { useCrashes } from './crashes.ts';
import { Damage } from './damage.tsx';
import { PowerLoss } from './power-loss.tsx';
import { ProcessKill } from './process-kill.tsx';
import { usePreview } from './use-preview.ts';
import './crash.css';

/** Pull the plug: three ways to crash a copy of the directory, then watch it recover. */
export function CrashView({ source }: { source: SourceInfo }) {
  const model = useCrashes(source);
  const { way, killRefusal } = model.use();
  const refusals: Partial<Record<CrashWay, string | null>> = { kill: killRefusal };
  const { preview, error: previewError } = usePreview(model);
  const pull = async () => {
    if (await model.pull()) showView('recovery');
  };
  const watch = (session: CrashSession) => {
    model.set({ current: session.session });
    showView('recovery');
  };
  useCrashCommands(model, pull);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it keeps keys of its buttons from the commands, no more
    <div className="crash" onKeyDown={keepButtonKeys}>
      <div className="toolbar" role="toolbar" aria-label="Pull the plug" data-pane="toolbar">
        <Segmented
          label="Way to crash"
          value={way}
          choices={crashWays.map((value) => {
            const why = refusals[value] ?? null;
            return { value, title: wayTitles[value], disabled: why !== null, why };
          })}
          onChange={(value) => model.set({ way: value, error: null })}
        />
        <span className="grow" />
        <span className="dim cut">On a copy of {source.name}. The directory itself is never written.</span>
        <Button
          kind="ghost"
          icon="timeline"
          title="What was last written here, call by call, on a disk in memory"
          onClick={() => traceWrites(source.id)}
        >
          Its last writes, traced
        </Button>
        <Button
          kind="ghost"
          icon="bolt"
          title="Engines, workloads and every crash there can be"
          onClick={() => showLab()}
        >
          Crash lab
        </Button>
      </div>
      <section className="pane setup" aria-label={wayTitles[way]} data-pane="content">
        <div className="scroll grow">
          {killRefusal !== null && <p className="dim note">No process kill here: {killRefusal}</p>}
          {way === 'kill' && <ProcessKill model={model} />}
          {way === 'power' && <PowerLoss model={model} preview={preview} />}
          {way === 'damage' && <Damage model={model} />}
        </div>
        <CrashSessions model={model} onWatch={watch} />
      </section>
      <CrashSide
        model={model}
        source={source}
        preview={preview}
        previewError={previewError}
        onPull={() => void pull()}
      />
    </div>
  );
}

/** Opens the lab with what was last written to this directory. */
function traceWrites(source: string): void {
  showLab('trace');
  void runTrace({ engine: 'walscope', source });
}

function useCrashCommands(model: CrashModel, pull: () => Promise<void>): void {
  // The state is read so that what can be done now is known when the palette opens.
  const { killRefusal } = model.use();
  const hasSession = model.currentSession !== null;
  useCommands([
    {
      id: 'crash.pull',
      title: 'Pull the plug',
      group: 'Crash',
      icon: 'plug',
      keys: ['Enter'],
      when: model.ready,
      run: pull,
    },
    ...crashWays.map((way) => ({
      id: `crash.way.${way}`,
      title: `Crash by ${wayTitles[way].toLowerCase()}`,
      group: 'Crash' as const,
      when: way !== 'kill' || killRefusal === null,
      run: () => model.set({ way }),
    })),
    {
      id: 'crash.watch',
      title: 'Watch the last recovery again',
      group: 'Crash',
      icon: 'recovery',
      when: hasSession,
      run: () => showView('recovery'),
    },
  ]);
}
