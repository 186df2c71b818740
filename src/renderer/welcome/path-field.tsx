import { type KeyboardEvent, useEffect, useId, useState } from 'react';
import type { Result } from '../../shared/contract/index.ts';
import { client } from '../stores/host.ts';
import { openPath } from '../stores/session.ts';
import { Icon } from '../ui/icon.tsx';
import { formatTitle } from './format-title.ts';

type Entry = Result<'app.listDirectory'>['entries'][number];
const maxSuggested = 12;
const completeAfterMs = 80;

/** The path of a directory or a file, completed as it is typed: ↑↓ choose, Tab completes, ↵ opens. */
export function PathField() {
  const [text, setText] = useState('');
  const [at, setAt] = useState(-1);
  const [open, setOpen] = useState(false);
  const entries = useCompletion(open ? text : '');
  const listId = useId();
  const complete = (entry: Entry) => {
    setText(`${entry.path}${entry.format ? '' : '/'}`);
    setAt(-1);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const chosen = entries[at] ?? (event.key === 'Tab' ? entries[0] : undefined);
    if (event.key === 'ArrowDown') setAt(Math.min(entries.length - 1, at + 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(-1, at - 1));
    else if (event.key === 'Tab' && chosen && !event.shiftKey && chosen.path !== text) complete(chosen);
    else if (event.key === 'Escape' && open && entries.length > 0) setOpen(false);
    else if (event.key === 'Enter') {
      const path = (entries[at]?.path ?? text).trim();
      if (path !== '') void openPath(path);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const shown = open && entries.length > 0;
  return (
    <div className="pathfield">
      <label className="field big">
        <Icon name="folder" />
        <input
          role="combobox"
          aria-label="Path of a data directory or file"
          aria-expanded={shown}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={shown && at >= 0 ? `${listId}-${at}` : undefined}
          placeholder="Path of a data directory or file"
          spellCheck={false}
          autoComplete="off"
          // biome-ignore lint/a11y/noAutofocus: the one thing to do on this page
          autoFocus
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setOpen(true);
            setAt(-1);
          }}
          onBlur={() => setOpen(false)}
          onKeyDown={onKeyDown}
        />
        <kbd>↵</kbd>
      </label>
      <div
        id={listId}
        role="listbox"
        aria-label="Directories and files"
        className="completion"
        hidden={!shown}
      >
        {entries.map((entry, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: as above
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field's own keys do the same
          <div
            key={entry.path}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === at}
            className={index === at ? 'on' : ''}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => (entry.format ? void openPath(entry.path) : complete(entry))}
          >
            <PathOf entry={entry} />
            <span className="dim">{entry.format && formatTitle(entry.format)}</span>
          </div>
        ))}
      </div>
    </div>
  );
}

/** Its name stays in sight, whatever it lies in. */
function PathOf({ entry: { path, name } }: { entry: Entry }) {
  const within = path.endsWith(name) ? path.slice(0, -name.length) : '';
  return (
    <span className="mono path grow" title={path}>
      <span className="cut dim">{within}</span>
      <span className="cut name">{within === '' ? path : name}</span>
    </span>
  );
}

/** Directories, and files that can be opened, that begin as the path does. */
function useCompletion(text: string): readonly Entry[] {
  const [entries, setEntries] = useState<readonly Entry[]>([]);
  useEffect(() => {
    if (text.trim() === '') {
      setEntries([]);
      return;
    }
    let gone = false;
    const timer = setTimeout(() => {
      const cut = Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\')) + 1;
      client.call('app.listDirectory', { path: text.slice(0, cut) }).then(
        (listing) => {
          const part = text.slice(cut).toLowerCase();
          const fitting = listing.entries.filter((entry) => entry.name.toLowerCase().startsWith(part));
          if (!gone) setEntries(fitting.slice(0, maxSuggested));
        },
        () => {
          if (!gone) setEntries([]);
        },
      );
    }, completeAfterMs);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [text]);
  return entries;
}
