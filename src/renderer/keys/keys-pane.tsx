import type { ReactNode } from 'react';
import type { SourceInfo, SourceStatus } from '../../shared/contract/source.ts';
import { allCommands } from '../commands/registry.ts';
import { changeKeysState, useKeysState } from '../stores/keys.ts';
import { useSourceEdits } from '../stores/staged.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { formatAbout, formatCount, plural } from '../ui/format.ts';
import { ContextualMenu, type MenuEntry } from '../ui/menu.tsx';
import { useNow } from '../ui/now.ts';
import { Bar, EmptyState, ErrorSentence } from '../ui/panel.tsx';
import { Progress } from '../ui/progress.tsx';
import { AddKey } from './add-key.tsx';
import { PlaceholderRow } from './key-row.tsx';
import { KeyTableView } from './key-table.tsx';
import { KeysBars } from './keys-bars.tsx';
import type { OpenDialog } from './keys-dialogs.tsx';
import { KeysToolbar } from './keys-toolbar.tsx';
import { cancelView, type KeyViewState, type OpenKeyView } from './use-key-view.ts';

interface KeysPaneProps {
  source: SourceInfo;
  status: SourceStatus;
  keyView: KeyViewState;
  writable: boolean;
  tree: ReactNode;
  openDialog(dialog: OpenDialog): void;
  onOpen(): void;
}

const rowMenu = [
  'keys.edit',
  'keys.ttl',
  'keys.copyKey',
  'keys.copyValue',
  'keys.copyLines',
  'keys.exportSelected',
  'keys.delete',
];
const moreMenu = [
  'keys.import',
  'keys.exportSelected',
  'keys.exportAll',
  'directory.convert',
  'directory.snapshot',
  'directory.compact',
  'directory.verify',
];

/** Commands as entries of a menu; those that cannot be done now are left out, as everywhere. */
export function menuOf(ids: readonly string[]): MenuEntry[] {
  const commands = allCommands();
  return ids.flatMap((id) => {
    const command = commands.find((each) => each.id === id);
    if (!command || command.when === false) return [];
    const { title, icon, keys, run } = command;
    return [{ id, title, ...(icon && { icon }), keys: keys?.[0], run: () => void run() }];
  });
}

export function KeysPane({ source, status, keyView, writable, tree, openDialog, onOpen }: KeysPaneProps) {
  const { adding } = useKeysState(source.id);
  const { view, error } = keyView;
  return (
    <section className="pane keys" aria-label="Keys of this directory">
      <KeysToolbar source={source} writable={writable} more={menuOf(moreMenu)} tree={tree} />
      <KeysBars
        source={source}
        status={status}
        onConvert={(salvage) => openDialog({ kind: 'convert', salvage })}
      />
      {error !== null && <ErrorSentence error={error} />}
      {view?.pages.error != null && <ErrorSentence error={view.pages.error} />}
      {view && <ScanProgress source={source.id} view={view} onRestart={keyView.restart} />}
      <NotCopied source={source.id} onExport={(keys) => openDialog({ kind: 'export', keys })} />
      {adding && writable && <AddKey source={source.id} />}
      <SelectionNote source={source.id} view={view} />
      <ContextualMenu
        label="Key"
        entries={menuOf(rowMenu)}
        trigger={
          <div className="fill" data-pane="table">
            <Content
              source={source}
              view={view}
              writable={writable}
              openDialog={openDialog}
              onOpen={onOpen}
            />
          </div>
        }
      />
    </section>
  );
}

/** Said where the action was, until it is closed or something is copied. */
function NotCopied({ source, onExport }: { source: string; onExport(keys: Uint8Array[]): void }) {
  const { notCopied } = useKeysState(source);
  if (!notCopied) return null;
  const close = () => changeKeysState(source, { notCopied: null });
  return (
    <Bar kind="error" title={notCopied.why}>
      {notCopied.keys.length > 0 && (
        <Button
          onClick={() => {
            close();
            onExport(notCopied.keys);
          }}
        >
          Export to a file…
        </Button>
      )}
      <IconButton icon="close" label="Close" onClick={close} />
    </Bar>
  );
}

type ContentProps = Pick<KeysPaneProps, 'source' | 'writable' | 'openDialog' | 'onOpen'> & {
  view: OpenKeyView | null;
};

function Content({ source, view, writable, openDialog, onOpen }: ContentProps) {
  const { text, under } = useKeysState(source.id);
  const { changes } = useSourceEdits(source.id);
  const fresh = changes.some((change) => change.base === null);
  if (!view) return <Placeholders />;
  if (view.progress.total > 0 || fresh)
    return <KeyTableView source={source.id} view={view} onOpen={onOpen} />;
  if (!view.progress.exact && !view.progress.stopped) return <Placeholders />;
  if (text !== '' || under) {
    return (
      <EmptyState title="No key matches" text={`Looked at ${plural(view.progress.scanned, 'key')}.`}>
        <Button onClick={() => changeKeysState(source.id, { text: '', under: null })}>Show all keys</Button>
      </EmptyState>
    );
  }
  if (source.verdict.damage === 'corrupt')
    return <EmptyState title="No key can be read" text="What can be saved, and how, is said above." />;
  return (
    <EmptyState
      title="No keys yet"
      text={
        source.status.records === 0
          ? 'Nothing has been written here.'
          : 'What was written here was deleted, has expired or is no key.'
      }
    >
      {writable && (
        <>
          <Button
            kind="primary"
            icon="plus"
            keys="N"
            onClick={() => changeKeysState(source.id, { adding: true })}
          >
            Add key
          </Button>
          <Button onClick={() => openDialog({ kind: 'import' })}>Import…</Button>
        </>
      )}
    </EmptyState>
  );
}

function Placeholders() {
  return (
    <div className="placeholders" aria-hidden="true">
      {Array.from({ length: 12 }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same
        <PlaceholderRow key={index} index={index} />
      ))}
    </div>
  );
}

interface ScanProgressProps {
  source: string;
  view: OpenKeyView;
  onRestart(): void;
}

/** Shown while keys are read or filtered: rows as they come, a count, a rate, a way out. */
function ScanProgress({ source, view, onRestart }: ScanProgressProps) {
  const { text } = useKeysState(source);
  const { progress, openedAt } = view;
  const now = useNow(progress.exact || progress.stopped ? null : 500);
  if (progress.stopped) {
    return (
      <Bar
        kind="plain"
        title="Stopped."
        text={`Looked at ${formatCount(progress.scanned)} of ${plural(progress.of, 'key')}; what was found is shown.`}
      >
        <Button onClick={onRestart}>Look at all</Button>
      </Bar>
    );
  }
  if (progress.exact || now - openedAt < 300) return null;
  const perSecond = progress.scanned / Math.max(0.3, (now - openedAt) / 1000);
  return (
    <Progress
      label="Reading keys"
      done={progress.scanned}
      total={progress.of}
      unit="keys"
      note={`${formatAbout(perSecond, false)}/s${text === '' ? '' : ` · ${formatCount(progress.total)} matches`}`}
      cancelTitle="Stop"
      onCancel={() => void cancelView(source, view.id)}
    />
  );
}

/** How many keys are chosen, or match, where that is not all of them. */
function SelectionNote({ source, view }: { source: string; view: OpenKeyView | null }) {
  const { selected, text, under } = useKeysState(source);
  const filtered = (text !== '' || under !== null) && view;
  if (selected.size < 2 && !filtered) return null;
  return (
    <div className="note" role="status">
      {filtered &&
        `${formatAbout(view.progress.total, view.progress.exact)} ${view.progress.total === 1 ? 'key matches' : 'keys match'}`}
      {filtered && selected.size > 1 && ' · '}
      {selected.size > 1 && `${formatCount(selected.size)} selected`}
      {selected.size > 1 &&
        view &&
        selected.size < view.progress.total &&
        selected.size === 10_000 &&
        ', as many as one batch holds'}
    </div>
  );
}
