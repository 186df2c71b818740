import { useEffect, useRef, useState } from 'react';
import type { Result } from '../../shared/contract/index.ts';
import { client } from '../stores/host.ts';
import { AnchoredList } from '../ui/anchored-list.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';
import { ErrorSentence } from '../ui/panel.tsx';
import { formatTitle } from './format-title.ts';
import { type Picking, usePicker } from './open-dialogs.ts';

type Listing = Result<'app.listDirectory'>;
const rowHeight = 28;
const close = () => usePicker.setState({ picking: null });

export function DirectoryPicker() {
  const picking = usePicker((state) => state.picking);
  return picking ? <Picker picking={picking} /> : null;
}

/** Walks the directories of the machine that Walscope runs on; what holds a known format says so. */
function Picker({ picking }: { picking: Picking }) {
  const { listing, error, go } = useListing();
  const [at, setAt] = useState(0);
  const [name, setName] = useState('');
  const creates = picking.what === 'new-directory';
  const entries = (listing?.entries ?? []).filter(({ isFile }) => !(creates && isFile));
  const base = listing?.path ?? '';
  const choose = (path: string) => {
    close();
    picking.done(path);
  };
  const join = (child: string) => `${base.replace(/[/\\]+$/, '')}/${child}`;
  const enter = (index: number) => {
    const entry = entries[index];
    if (!entry) return;
    if (entry.format && !creates) choose(entry.path);
    else walk(entry.path);
  };
  const walk = (path: string) => {
    setAt(0);
    go(path);
  };
  const marked = entries[at];
  const file = !creates && marked?.isFile ? marked.path : null;
  const target = creates && name.trim() !== '' ? join(name.trim()) : base;
  return (
    <Dialog
      title={picking.title}
      wide
      onClose={close}
      footer={
        <>
          <span className="mono dim cut grow">{file ?? target}</span>
          <Button onClick={close}>Cancel</Button>
          <Button
            kind={file === null ? 'primary' : 'plain'}
            disabled={base === ''}
            onClick={() => choose(target)}
          >
            {creates ? 'Create here' : 'Open this directory'}
          </Button>
          {file !== null && (
            <Button kind="primary" onClick={() => choose(file)}>
              Open this file
            </Button>
          )}
        </>
      }
    >
      <div className="pick">
        <IconButton
          icon="up"
          label="The directory above"
          disabled={!listing?.parent}
          onClick={() => listing?.parent && walk(listing.parent)}
        />
        <PathLine path={base} onGo={walk} />
      </div>
      {error !== null && <ErrorSentence error={error} />}
      <div className="picklist">
        <AnchoredList
          label="Directories and files"
          count={entries.length}
          heightOf={() => rowHeight}
          active={entries.length > 0 ? at : null}
          revealKey={entries[at]?.path}
          activeId={`pick-${at}`}
          onActivate={setAt}
          onEnter={() => enter(at)}
          renderItem={(index) => {
            const entry = entries[index];
            return (
              entry && (
                // biome-ignore lint/a11y/useSemanticElements: a row of a grid that shows only what is in sight
                // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names its active row
                <div
                  id={`pick-${index}`}
                  role="row"
                  aria-selected={index === at}
                  className={`pickrow ${index === at ? 'sel' : ''}`}
                  onMouseDown={() => setAt(index)}
                  onDoubleClick={() => enter(index)}
                >
                  <Icon name={entry.isFile ? 'file' : entry.format ? 'keys' : 'folder'} />
                  <span className="cut grow">{entry.name}</span>
                  <span className="dim">{entry.format && formatTitle(entry.format)}</span>
                </div>
              )
            );
          }}
        />
        {listing && entries.length === 0 && (
          <p className="dim none">Nothing below this one that can be opened.</p>
        )}
      </div>
      {creates && (
        <Field
          label="Name of the new directory"
          placeholder="Name of the new directory; leave it out to use this one"
          big
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      )}
    </Dialog>
  );
}

function PathLine({ path, onGo }: { path: string; onGo(path: string): void }) {
  const [text, setText] = useState(path);
  const shown = useRef(path);
  useEffect(() => {
    // What was typed before the first listing came is not written over by it.
    setText((typed) => (shown.current === '' && typed !== '' ? typed : path));
    shown.current = path;
  }, [path]);
  return (
    <Field
      label="Directory"
      mono
      className="grow"
      value={text}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onGo(text);
      }}
    />
  );
}

function useListing() {
  const [path, setPath] = useState('');
  const [listing, setListing] = useState<Listing | null>(null);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    let gone = false;
    setError(null);
    client.call('app.listDirectory', { path }).then(
      (next) => {
        if (!gone) setListing(next);
      },
      (reason: unknown) => {
        if (!gone) setError(reason);
      },
    );
    return () => {
      gone = true;
    };
  }, [path]);
  return { listing, error, go: setPath };
}
