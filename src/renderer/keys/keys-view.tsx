import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import type { KeyQuery } from '../../shared/contract/keys.ts';
import type { SourceInfo } from '../../shared/contract/source.ts';
import { Inspector } from '../inspector/inspector.tsx';
import { focusPane } from '../shell/panes.ts';
import { StagedPanel } from '../staged/staged-panel.tsx';
import { useKeysState } from '../stores/keys.ts';
import { useStatus } from '../stores/session.ts';
import { useSourceEdits } from '../stores/staged.ts';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { useLow, useNarrow } from '../ui/media.ts';
import { KeyTree } from './key-tree.tsx';
import { KeysDialogs, type OpenDialog } from './keys-dialogs.tsx';
import { KeysPane } from './keys-pane.tsx';
import { useKeyView } from './use-key-view.ts';
import { useKeysCommands } from './use-keys-commands.ts';
import './keys.css';

const TimelineStrip = lazy(async () => ({
  default: (await import('../timeline/timeline-strip.tsx')).TimelineStrip,
}));

/** Tree, table, inspector, staged edits and the strip of the log. */
export function KeysView({ source }: { source: SourceInfo }) {
  const status = useStatus(source.id) ?? source.status;
  const { mode, text, under, sort } = useKeysState(source.id);
  const query = useMemo<KeyQuery>(
    () => ({ filter: text === '' ? null : { mode, text }, under, sort }),
    [mode, text, under, sort],
  );
  const keyView = useKeyView(source.id, query);
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const staged = useSourceEdits(source.id).changes.length > 0;
  const saved = useSourceEdits(source.id).saved !== null;
  const narrow = useNarrow();
  const low = useLow();
  const writable = source.capabilities.includes('write') && !status.readOnly;
  const openInspector = useCallback(() => void focusPane('inspector'), []);
  useKeysCommands({ source, writable, openDialog: setDialog });

  const tree = <KeyTree source={source.id} keys={status.keys} exact={status.exact} />;
  const strip = source.capabilities.includes('timeline');
  return (
    <>
      <Group orientation="vertical" className="keysview">
        <Panel id="keys-main" minSize={240}>
          <Group orientation="horizontal">
            {!narrow && (
              <>
                <Panel
                  id="tree"
                  defaultSize={208}
                  minSize={140}
                  maxSize={480}
                  groupResizeBehavior="preserve-pixel-size"
                >
                  <aside className="pane tree" aria-label="Key tree" data-pane="tree">
                    {tree}
                  </aside>
                </Panel>
                <Separator className="split" aria-label="Width of the tree" />
              </>
            )}
            <Panel id="keys" minSize={420}>
              <Group orientation="vertical">
                <Panel id="table" minSize={120}>
                  <KeysPane
                    source={source}
                    status={status}
                    keyView={keyView}
                    writable={writable}
                    tree={narrow ? tree : null}
                    openDialog={setDialog}
                    onOpen={openInspector}
                  />
                </Panel>
                {(staged || saved) && (
                  <>
                    <Separator className="split" aria-label="Height of the staged edits" />
                    <Panel
                      id="staged"
                      defaultSize={staged ? (low ? 136 : 172) : 33}
                      minSize={33}
                      groupResizeBehavior="preserve-pixel-size"
                    >
                      <StagedPanel source={source.id} />
                    </Panel>
                  </>
                )}
              </Group>
            </Panel>
            <Separator className="split" aria-label="Width of the inspector" />
            <Panel
              id="inspector"
              defaultSize={narrow ? 344 : 404}
              minSize={280}
              maxSize={800}
              groupResizeBehavior="preserve-pixel-size"
            >
              <Inspector source={source} writable={writable} />
            </Panel>
          </Group>
        </Panel>
        {strip && (
          <>
            <Separator className="split" aria-label="Height of the timeline" />
            <Panel
              id="strip"
              defaultSize={low ? 100 : 132}
              minSize={88}
              maxSize={320}
              groupResizeBehavior="preserve-pixel-size"
            >
              <div className="pane strip" data-pane="strip">
                <ErrorBoundary>
                  <Suspense fallback={null}>
                    <TimelineStrip source={source} />
                  </Suspense>
                </ErrorBoundary>
              </div>
            </Panel>
          </>
        )}
      </Group>
      {dialog && <KeysDialogs source={source} dialog={dialog} onClose={() => setDialog(null)} />}
    </>
  );
}
