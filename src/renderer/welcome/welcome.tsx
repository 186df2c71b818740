import { useEffect } from 'react';
import { useDropNotice } from '../shell/drop-target.tsx';
import { dismissOpenError, useSession } from '../stores/session.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Bar, ErrorSentence } from '../ui/panel.tsx';
import { Examples } from './examples.tsx';
import { createDirectory, openDirectory, openFile } from './open-dialogs.ts';
import { PathField } from './path-field.tsx';
import { Recents } from './recents.tsx';
import { Tour } from './tour.tsx';
import './welcome.css';

/** What is shown while no directory is. */
export function Welcome() {
  const { opening, openError } = useSession();
  const notice = useDropNotice((state) => state.notice);
  useEffect(() => () => useDropNotice.setState({ notice: null }), []);
  return (
    <div className="welcome scroll" data-pane="content">
      <div className="col">
        <header>
          <h1>Walscope</h1>
          <p>Open a data directory, edit its keys, pull the plug, watch it recover.</p>
        </header>
        {openError !== null && (
          <ErrorSentence error={openError}>
            <IconButton icon="close" label="Dismiss" onClick={dismissOpenError} />
          </ErrorSentence>
        )}
        {opening !== null && <Bar kind="plain" glyph="mem" title={`Opening ${opening}`} />}
        <div className="two">
          <section className="open" aria-label="Open">
            <PathField />
            <div className="bt">
              <Button
                kind="primary"
                size="large"
                icon="folder"
                keys="Mod+O"
                onClick={() => void openDirectory()}
              >
                Open directory…
              </Button>
              <Button size="large" icon="file" onClick={() => void openFile()}>
                Open file…
              </Button>
              <Button size="large" icon="plus" keys="Mod+N" onClick={() => void createDirectory()}>
                Create…
              </Button>
            </div>
            <div className="dz">
              <Icon name="drop" />
              <div>
                <div className="med">Drop a directory or a file anywhere</div>
                <div className="dim fs12" role={notice ? 'alert' : undefined}>
                  {notice ??
                    'Walscope, Redis, Bitcask, MiniRedis and guide logs. Found by content, not by name.'}
                </div>
              </div>
            </div>
          </section>
          <Tour />
        </div>
        <Recents />
        <Examples />
      </div>
    </div>
  );
}
