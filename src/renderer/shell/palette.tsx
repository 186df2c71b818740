import { Command as Cmdk, defaultFilter } from 'cmdk';
import { useEffect, useMemo, useState } from 'react';
import { create } from 'zustand';
import type { Recent } from '../../shared/contract/app.ts';
import { availableCommands, commandGroups } from '../commands/registry.ts';
import { showKey } from '../keys/go-to-key.ts';
import { shortPath } from '../stores/app-info.ts';
import { client } from '../stores/host.ts';
import { openPath, useActiveTab } from '../stores/session.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
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

interface Entry {
  id: string;
  title: string;
  icon: IconName;
  mono?: boolean;
  keys?: string | undefined;
  run(): unknown;
}
interface EntryGroup {
  heading: string;
  entries: Entry[];
}

function OpenPalette({ mode }: { mode: Mode }) {
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState('');
  const groups = useEntries(mode, text);
  const ids = groups.flatMap((group) => group.entries.map((entry) => entry.id));
  const run = (entry: Entry) => {
    close();
    // After the dialog has given the focus back: many commands move it.
    setTimeout(() => entry.run(), 0);
  };
  return (
    <Dialog title="Commands" className="palette" hideTitle onClose={close}>
      <Cmdk
        label="Commands"
        loop
        shouldFilter={false}
        value={ids.includes(chosen) ? chosen : (ids[0] ?? '')}
        onValueChange={setChosen}
      >
        <div className="pin">
          <Icon name="search" />
          <Cmdk.Input
            value={text}
            onValueChange={(typed) => {
              setText(typed);
              setChosen('');
            }}
            placeholder={
              mode === 'keys' ? 'Type the beginning of a key' : 'Type a command, a key or a directory'
            }
          />
        </div>
        <Cmdk.List>
          {ids.length === 0 && (
            <div className="none">{text === '' ? 'Keys appear as you type.' : 'Nothing is called that.'}</div>
          )}
          {groups.map((group) => (
            <Cmdk.Group key={group.heading} heading={group.heading}>
              {group.entries.map((entry) => (
                <Cmdk.Item key={entry.id} value={entry.id} onSelect={() => run(entry)}>
                  <Icon name={entry.icon} />
                  <span className={entry.mono ? 'mono cut grow' : 'cut grow'}>{entry.title}</span>
                  {entry.keys && <Keys keys={entry.keys} />}
                </Cmdk.Item>
              ))}
            </Cmdk.Group>
          ))}
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

/** What can be done, found by what is typed: commands in their groups, keys that begin so, directories. */
function useEntries(mode: Mode, text: string): EntryGroup[] {
  const tab = useActiveTab();
  const found = useKeySearch(tab?.id ?? null, text);
  const recents = useRecents();
  // What can be done is what could be done when the palette opened.
  const [commands] = useState(() => availableCommands().filter((command) => command.id !== 'window.palette'));
  return useMemo(() => {
    const fits = (entry: Entry) => text === '' || defaultFilter(entry.title, text) > 0;
    const groups: EntryGroup[] = commandGroups.map((heading) => ({
      heading,
      entries: commands
        .filter((command) => command.group === heading)
        .map(({ id, title, icon, keys, run }) => ({
          id,
          title,
          icon: icon ?? 'right',
          keys: keys?.[0],
          run,
        })),
    }));
    const keys: Entry[] = found.map((key) => ({
      id: `key ${keyText(key)}`,
      title: keyText(key),
      icon: 'keys',
      mono: true,
      run: () => tab && showKey(tab.id, key),
    }));
    const directories: Entry[] = recents.map((recent) => ({
      id: `open ${recent.path}`,
      title: `Open ${shortPath(recent.path)}`,
      icon: 'folder',
      run: () => openPath(recent.path),
    }));
    const all =
      mode === 'keys' ? [] : groups.map((group) => ({ ...group, entries: group.entries.filter(fits) }));
    const others = mode === 'keys' || text === '' ? [] : directories.filter(fits);
    const shown = [
      ...all,
      { heading: 'Keys that begin so', entries: keys },
      { heading: 'Recent directories', entries: others },
    ];
    return shown.filter((group) => group.entries.length > 0);
  }, [mode, text, tab, found, recents, commands]);
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
