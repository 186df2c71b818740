import { Command as Cmdk } from 'cmdk';
import { useEffect, useState } from 'react';
import { create } from 'zustand';
import type { Recent } from '../../shared/contract/app.ts';
import { availableCommands, type Command, commandGroups } from '../commands/registry.ts';
import { showKey } from '../keys/go-to-key.ts';
import { shortPath } from '../stores/app-info.ts';
import { client } from '../stores/host.ts';
import { openPath, useActiveTab } from '../stores/session.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import { keyText } from '../ui/key-format.ts';
import { Keys } from '../ui/keys.tsx';
import { useKeySearch } from './key-search.ts';

type Mode = 'all' | 'keys';
const usePalette = create<{ open: boolean; mode: Mode }>(() => ({ open: false, mode: 'all' }));

export function openPalette(mode: Mode = 'all'): void {
  usePalette.setState({ open: true, mode });
}
const close = () => usePalette.setState({ open: false });

export function Palette() {
  const { open, mode } = usePalette();
  return open ? <OpenPalette mode={mode} /> : null;
}

function OpenPalette({ mode }: { mode: Mode }) {
  const [text, setText] = useState('');
  const tab = useActiveTab();
  const found = useKeySearch(tab?.id ?? null, text);
  const recents = useRecents();
  // What can be done is what could be done when the palette opened.
  const [commands] = useState(() => availableCommands().filter((command) => command.id !== 'window.palette'));
  const run = (action: () => unknown) => {
    close();
    // After the dialog has given the focus back: many commands move it.
    setTimeout(action, 0);
  };
  return (
    <Dialog title="Commands" className="palette" hideTitle onClose={close}>
      <Cmdk label="Commands" loop>
        <div className="pin">
          <Icon name="search" />
          <Cmdk.Input
            autoFocus
            value={text}
            onValueChange={setText}
            placeholder={
              mode === 'keys' ? 'Type the beginning of a key' : 'Type a command, a key or a directory'
            }
          />
        </div>
        <Cmdk.List>
          <Cmdk.Empty>
            {mode === 'keys' && text === '' ? 'Keys appear as you type.' : 'Nothing is called that.'}
          </Cmdk.Empty>
          {found.length > 0 && (
            <Cmdk.Group heading="Keys" forceMount>
              {found.map((key) => (
                <Cmdk.Item
                  key={keyText(key)}
                  value={`key ${keyText(key)}`}
                  forceMount
                  onSelect={() => run(() => tab && showKey(tab.id, key))}
                >
                  <Icon name="keys" />
                  <span className="mono cut grow">{keyText(key)}</span>
                </Cmdk.Item>
              ))}
            </Cmdk.Group>
          )}
          {mode === 'all' && <CommandItems commands={commands} run={run} />}
          {mode === 'all' && text !== '' && <RecentItems recents={recents} run={run} />}
        </Cmdk.List>
        <div className="pf" aria-hidden="true">
          <span>↑↓ choose</span>
          <span>↵ run</span>
          <span>Esc close</span>
          <span className="grow" />
          <span>Every action of this window is here</span>
        </div>
      </Cmdk>
    </Dialog>
  );
}

type Run = (action: () => unknown) => void;

function CommandItems({ commands, run }: { commands: readonly Command[]; run: Run }) {
  return commandGroups.map((group) => {
    const items = commands.filter((command) => command.group === group);
    if (items.length === 0) return null;
    return (
      <Cmdk.Group key={group} heading={group}>
        {items.map((command) => (
          <Cmdk.Item
            key={command.id}
            value={`${command.title} ${command.id}`}
            onSelect={() => run(command.run)}
          >
            <Icon name={command.icon ?? 'right'} />
            <span className="cut grow">{command.title}</span>
            {command.keys?.[0] && <Keys keys={command.keys[0]} />}
          </Cmdk.Item>
        ))}
      </Cmdk.Group>
    );
  });
}

function RecentItems({ recents, run }: { recents: readonly Recent[]; run: Run }) {
  return (
    <Cmdk.Group heading="Recent directories">
      {recents.map((recent) => (
        <Cmdk.Item
          key={recent.path}
          value={`open ${recent.path}`}
          onSelect={() => run(() => openPath(recent.path))}
        >
          <Icon name="folder" />
          <span className="cut grow">Open {shortPath(recent.path)}</span>
        </Cmdk.Item>
      ))}
    </Cmdk.Group>
  );
}

function useRecents(): readonly Recent[] {
  const [recents, setRecents] = useState<readonly Recent[]>([]);
  useEffect(() => {
    let gone = false;
    client.call('app.recents', {}).then(
      (list) => {
        if (!gone) setRecents(list.filter((recent) => recent.exists));
      },
      () => undefined, // the palette works without them
    );
    return () => {
      gone = true;
    };
  }, []);
  return recents;
}
